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
 * @param threads field 20, those that have not ended and the first
 * @param startTime field 22, clock ticks since boot
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record HostProcess(char state, long threads, long startTime) {
  private static final int THREADS_AFTER_STATE = 17;
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
    long threads = 0;
    for (int i = 0; i < START_TIME_AFTER_STATE; i++) {
      position = stat.indexOf(' ', position) + 1;
      if (position == 0) {
        return Optional.empty();
      }
      if (i + 1 == THREADS_AFTER_STATE) {
        threads = number(stat, position);
      }
    }
    return stat.indexOf(' ', position) < 0
        ? Optional.empty()
        : Optional.of(new HostProcess(state, threads, number(stat, position)));
  }

  /** The number from {@code position} to the next space or the end. */
  private static long number(String stat, int position) {
    int end = stat.indexOf(' ', position);
    return Long.parseLong(stat, position, end < 0 ? stat.length() : end, 10);
  }

  /**
   * True unless it has ended and only waits for its parent. The first thread can end before the
   * others: a zombie with more threads than that one is alive.
   */
  boolean isAlive() {
    return switch (state) {
      case 'Z' -> threads > 1;
      case 'X', 'x' -> false;
      default -> true;
    };
  }
}
