package io.jwasm.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What carries a marker on this machine: processes by their command line or their cgroup, mounts
 * and cgroups by their path.
 */
final class Traces {
  private final String marker;

  Traces(String marker) {
    this.marker = marker;
  }

  /** Ends the processes, and removes the mounts, the cgroups and the directory. */
  void remove(Path directory) {
    try {
      Eventually.until("end of the processes left", this::processesEnded);
    } catch (BenchException e) {
      System.err.println("bench: " + e.getMessage());
    }
    mountPoints().reversed().forEach(point -> execute("umount", "-l", point));
    execute(
        "find",
        "/sys/fs/cgroup",
        "-depth",
        "-type",
        "d",
        "-path",
        "*" + marker + "*",
        "-exec",
        "rmdir",
        "{}",
        "+");
    execute("rm", "-rf", "--one-file-system", directory.toString());
  }

  private boolean processesEnded() {
    List<ProcessHandle> left = processes();
    left.forEach(ProcessHandle::destroyForcibly);
    return left.isEmpty();
  }

  private List<ProcessHandle> processes() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> isMarked(process.pid()) && !isZombie(process.pid())).toList();
    }
  }

  private boolean isMarked(long pid) {
    return read("/proc/" + pid + "/cmdline").contains(marker)
        || read("/proc/" + pid + "/cgroup").contains(marker);
  }

  /** Whether it has ended and only waits for whoever adopted it. */
  private static boolean isZombie(long pid) {
    return read("/proc/" + pid + "/status").contains("State:\tZ");
  }

  private List<String> mountPoints() {
    return read("/proc/self/mountinfo")
        .lines()
        .map(line -> line.split(" ", 6)[4])
        .filter(point -> point.contains(marker))
        .toList();
  }

  /** The file's text; empty when the process it tells of is gone. */
  private static String read(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      return "";
    }
  }

  /** Not a {@link Command}: those are over when this happens. */
  private static void execute(String... words) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
