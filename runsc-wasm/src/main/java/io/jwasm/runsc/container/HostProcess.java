package io.jwasm.runsc.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of the host, as {@code /proc/<pid>/stat} shows it.
 *
 * @param state the letter of field 3: R, S, D, T, Z (zombie), X (dead), ...
 * @param startTime field 22, clock ticks since boot
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record HostProcess(char state, long startTime) {
  private static final int START_TIME_AFTER_STATE = 19;

  /** The process with that pid; empty when there is none. */
  static Optional<HostProcess> of(long pid) {
    if (pid <= 0) {
      return Optional.empty();
    }
    try {
      // The program name may hold any byte; ISO 8859-1 decodes all of them.
      return parse(
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      // ENOENT or ESRCH: it ended before or while being read.
      return Optional.empty();
    }
  }

  /**
   * Field 2 is the program's name in parentheses, which may itself hold spaces and parentheses:
   * count from the last one.
   */
  static Optional<HostProcess> parse(String stat) {
    int nameEnd = stat.lastIndexOf(')');
    if (nameEnd < 0 || nameEnd + 2 >= stat.length()) {
      return Optional.empty();
    }
    int position = nameEnd + 2;
    char state = stat.charAt(position);
    for (int i = 0; i < START_TIME_AFTER_STATE; i++) {
      position = stat.indexOf(' ', position) + 1;
      if (position == 0) {
        return Optional.empty();
      }
    }
    int end = stat.indexOf(' ', position);
    if (end < 0) {
      return Optional.empty();
    }
    return Optional.of(new HostProcess(state, Long.parseLong(stat, position, end, 10)));
  }

  /** True unless it has ended and only waits for its parent. */
  boolean isAlive() {
    return state != 'Z' && state != 'X' && state != 'x';
  }
}
