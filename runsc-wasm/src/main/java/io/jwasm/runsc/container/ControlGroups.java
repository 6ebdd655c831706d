package io.jwasm.runsc.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The control groups that were made for one container, one in each hierarchy of version 1, or the
 * one of version 2. A state file only tells where to look: a directory without the mark that the
 * launcher put on it is none of them.
 */
public final class ControlGroups {
  /** An extended attribute: device and inode of the container's state directory. */
  private static final String MARK = "user:jwasm";

  private static final int MAX_BYTES = 65_536;
  private static final OpenOption[] WRITE = {
    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS
  };

  private final List<Path> groups;

  private ControlGroups(List<Path> groups) {
    this.groups = List.copyOf(groups);
  }

  static ControlGroups of(List<Path> recorded, Path stateDirectory) throws IOException {
    List<Path> groups = new ArrayList<>();
    String mark =
        "%x:%x"
            .formatted(
                (Long) Files.getAttribute(stateDirectory, "unix:dev"),
                (Long) Files.getAttribute(stateDirectory, "unix:ino"));
    for (Path path : recorded) {
      if (isMarked(path, mark)) {
        groups.add(path);
      }
    }
    return new ControlGroups(groups);
  }

  private static boolean isMarked(Path path, String mark) {
    try {
      byte[] found = (byte[]) Files.getAttribute(path, MARK, LinkOption.NOFOLLOW_LINKS);
      return path.toRealPath().equals(path)
          && mark.equals(new String(found, StandardCharsets.ISO_8859_1));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether limits are written in the terms of version 2. */
  public boolean isUnified() {
    for (Path group : groups) {
      if (Files.notExists(group.resolve("cgroup.controllers"))) {
        return false;
      }
    }
    return !groups.isEmpty();
  }

  /** What the file says, without its last line end; empty when no group has it. */
  public Optional<String> read(String file) throws Failure {
    for (Path group : groups) {
      try (var in = Files.newInputStream(group.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        return Optional.of(new String(bytes, StandardCharsets.US_ASCII).stripTrailing());
      } catch (NoSuchFileException _) {
        // Another hierarchy has its controller.
      } catch (IOException e) {
        throw new Failure.HostFailed("cannot read " + group.resolve(file) + ": " + reason(e), e);
      }
    }
    return Optional.empty();
  }

  /** The file's number; empty when no group has it, and when it is not a number. */
  public Optional<Long> number(String file) throws Failure {
    return read(file).filter(ControlGroups::isNumber).map(Long::valueOf);
  }

  /** Whether the text is a number that a long can hold. */
  public static boolean isNumber(String text) {
    return text.matches("-?[0-9]{1,18}")
        || (text.matches("[0-9]{19}") && text.compareTo(Long.toString(Long.MAX_VALUE)) <= 0);
  }

  /** How many processes of the container the kernel has killed for want of memory. */
  public long outOfMemoryKills() throws Failure {
    for (String file : new String[] {"memory.oom_control", "memory.events"}) {
      for (String line : read(file).orElse("").split("\n", -1)) {
        if (line.startsWith("oom_kill ") && isNumber(line.substring("oom_kill ".length()))) {
          return Long.parseLong(line.substring("oom_kill ".length()));
        }
      }
    }
    return 0;
  }

  /**
   * Writes a limit.
   *
   * <p>Errors: {@code HostFailed} when no group has such a file, and when the kernel refuses.
   */
  public void write(String file, String value) throws Failure {
    for (Path group : groups) {
      Path path = group.resolve(file);
      if (Files.notExists(path)) {
        continue;
      }
      try {
        Files.write(path, value.getBytes(StandardCharsets.US_ASCII), WRITE);
        return;
      } catch (IOException e) {
        throw new Failure.HostFailed(
            "cannot set " + file + " to " + value + " in the cgroup " + group + ": " + reason(e),
            e);
      }
    }
    throw new Failure.HostFailed(
        "cannot set " + file + ": the container has no control group that knows it", null);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException refused && refused.getReason() != null
        ? refused.getReason()
        : e.getMessage();
  }
}
