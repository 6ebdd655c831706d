package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * What a container has left on the machine: mounts, cgroups and processes that carry a name in
 * them.
 */
final class HostTraces {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Duration CLEAR_LIMIT = Duration.ofSeconds(10);

  private HostTraces() {}

  /**
   * One line for each mount point, cgroup and process with the text in its path or command line.
   */
  static List<String> of(String text) {
    List<String> traces = new ArrayList<>();
    mountPoints(text).forEach(point -> traces.add("mount " + point));
    cgroups(text).forEach(path -> traces.add("cgroup " + path));
    processes(text).forEach(pid -> traces.add("process " + pid + ": " + commandLine(pid)));
    return traces;
  }

  /** Mount points with the text in their path, as they were made. */
  static List<String> mountPoints(String text) {
    return read(Path.of("/proc/self/mountinfo"))
        .lines()
        .map(line -> line.split(" ", 6)[4])
        .filter(point -> point.contains(text))
        .toList();
  }

  /** Directories below {@code /sys/fs/cgroup} with the text in their path, outermost first. */
  static List<Path> cgroups(String text) {
    List<Path> found = new ArrayList<>();
    walk(
        CGROUPS,
        directory -> {
          if (directory.toString().contains(text)) {
            found.add(directory);
          }
        });
    return found;
  }

  /**
   * Living processes with the text in their command line or in the path of one of their cgroups.
   */
  static List<Long> processes(String text) {
    long self = ProcessHandle.current().pid();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(ProcessHandle::pid)
          .filter(pid -> pid != self)
          .filter(pid -> !isZombie(pid))
          .filter(
              pid ->
                  has(pid, HostTraces::commandLine, text) || has(pid, HostTraces::cgroupsOf, text))
          .toList();
    }
  }

  /** The words of a process's command line, or nothing when it is gone. */
  static String commandLine(long pid) {
    return read(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
  }

  /** The cgroups of a process as the kernel lists them, or nothing when it is gone. */
  static String cgroupsOf(long pid) {
    return read(Path.of("/proc/" + pid + "/cgroup"));
  }

  /**
   * Ends the processes, removes the mounts and the cgroups that carry the text; tries for a while.
   */
  static void clear(String text) {
    long deadlineNanos = System.nanoTime() + CLEAR_LIMIT.toNanos();
    while (!of(text).isEmpty() && System.nanoTime() - deadlineNanos < 0) {
      processes(text)
          .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      mountPoints(text).reversed().forEach(point -> Command.of("umount", "-l", point).run());
      cgroups(text).reversed().forEach(group -> group.toFile().delete());
    }
  }

  /**
   * Removes a directory tree with all that {@link #clear} removes; tries again when something was
   * added meanwhile.
   */
  static void remove(Path directory) {
    for (int attempt = 0; attempt < 5 && Files.exists(directory); attempt++) {
      clear(directory.toString());
      try {
        new ProcessBuilder("rm", "-rf", "--one-file-system", directory.toString())
            .inheritIO()
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Whether it has ended and only waits for whoever adopted it, which is no matter of the runtime.
   */
  private static boolean isZombie(long pid) {
    return read(Path.of("/proc/" + pid + "/status")).contains("State:\tZ");
  }

  private static boolean has(long pid, LongFunction<String> property, String text) {
    return property.apply(pid).contains(text);
  }

  /** The file's text; empty when the process it belongs to is gone. */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  private static void walk(Path root, Consumer<Path> eachDirectory) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              eachDirectory.accept(directory);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) {
              // A cgroup may go while it is looked at.
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
