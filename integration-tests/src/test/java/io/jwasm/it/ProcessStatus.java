package io.jwasm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code /proc/PID/status} says about a process.
 *
 * @param lines the file's lines
 */
record ProcessStatus(List<String> lines) {

  static ProcessStatus of(long pid) {
    return ofThread(pid, pid);
  }

  /** What {@code /proc/PID/task/THREAD/status} says. */
  static ProcessStatus ofThread(long pid, long thread) {
    try {
      return new ProcessStatus(
          Files.readAllLines(Path.of("/proc/%d/task/%d/status".formatted(pid, thread))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a field, with single spaces. */
  String field(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip().replaceAll("\\s+", " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field " + name + " in " + lines));
  }
}
