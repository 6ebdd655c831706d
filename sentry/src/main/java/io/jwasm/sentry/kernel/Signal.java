package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.Locale;

/**
 * A Linux signal, 1 to 64; 32 to 64 are the real-time signals.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public record Signal(int number) {
  /** What a signal does to a program that has no handler for it; a WASI program never has one. */
  public enum DefaultAction {
    TERMINATE,
    CORE,
    IGNORE,
    STOP,
    CONTINUE
  }

  public static final Signal SIGHUP = new Signal(1);
  public static final Signal SIGINT = new Signal(2);
  public static final Signal SIGQUIT = new Signal(3);
  public static final Signal SIGABRT = new Signal(6);
  public static final Signal SIGKILL = new Signal(9);
  public static final Signal SIGPIPE = new Signal(13);
  public static final Signal SIGTERM = new Signal(15);

  private static final int MAX = 64;

  /** First signal that glibc gives to programs as real-time; the kernel's own first is 32. */
  private static final int RTMIN = 34;

  private static final String[] NAMES = {
    "0", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  public Signal {
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException("no signal " + number);
    }
  }

  /**
   * Returns the signal of a number or name: {@code 10}, {@code USR1}, {@code SIGUSR1}, {@code
   * RTMIN+3}, {@code SIGRTMAX-1}, in either case.
   *
   * <p>Errors: EINVAL when there is no such signal.
   */
  public static Signal parse(String text) throws ErrnoException {
    String name = text.toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring("SIG".length());
    }
    int number = byName(name);
    if (number < 1 || number > MAX) {
      throw Errno.EINVAL.exception();
    }
    return new Signal(number);
  }

  /** Returns the name with its prefix, as {@code SIGTERM} or {@code SIGRTMIN+3}. */
  public String signalName() {
    if (number < NAMES.length) {
      return "SIG" + NAMES[number];
    }
    int offset = number - RTMIN;
    return offset == 0 ? "SIGRTMIN" : "SIGRTMIN" + (offset < 0 ? "" : "+") + offset;
  }

  public DefaultAction defaultAction() {
    return switch (number) {
      case 17, 23, 28 -> DefaultAction.IGNORE; // CHLD, URG, WINCH
      case 18 -> DefaultAction.CONTINUE;
      case 19, 20, 21, 22 -> DefaultAction.STOP; // STOP, TSTP, TTIN, TTOU
      case 3, 4, 5, 6, 7, 8, 11, 24, 25, 31 -> DefaultAction.CORE;
      default -> DefaultAction.TERMINATE;
    };
  }

  private static int byName(String name) {
    for (int i = 1; i < NAMES.length; i++) {
      if (NAMES[i].equals(name)) {
        return i;
      }
    }
    return switch (name) {
      case "IOT" -> 6;
      case "CLD" -> 17;
      case "POLL" -> 29;
      case "RTMIN" -> RTMIN;
      case "RTMAX" -> MAX;
      default -> numeric(name);
    };
  }

  private static int numeric(String name) {
    try {
      if (name.startsWith("RTMIN+")) {
        return realTime(RTMIN, Integer.parseUnsignedInt(name.substring("RTMIN+".length())));
      }
      if (name.startsWith("RTMAX-")) {
        return realTime(MAX, -Integer.parseUnsignedInt(name.substring("RTMAX-".length())));
      }
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static int realTime(int base, int offset) {
    int number = base + offset;
    return number >= RTMIN && number <= MAX ? number : -1;
  }
}
