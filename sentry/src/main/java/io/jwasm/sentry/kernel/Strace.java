package io.jwasm.sentry.kernel;

import java.util.function.Consumer;

/** Reports every system call of a program as one line, in the form of {@code strace(1)}. */
public final class Strace {
  private static final int SMALL = 9;

  private final Consumer<String> lines;

  /** Sends lines without a line end to {@code lines}, from the thread that makes the call. */
  public Strace(Consumer<String> lines) {
    this.lines = lines;
  }

  Syscall.Handler wrap(Syscall call) {
    return (task, args) -> {
      long result;
      try {
        result = call.handler().call(task, args);
      } catch (TaskExit e) {
        lines.accept(format(task, call, args) + " = ?");
        throw e;
      }
      lines.accept(
          format(task, call, args) + (call.signature().results().isEmpty() ? "" : " = " + result));
      return result;
    };
  }

  private static String format(Task task, Syscall call, long[] args) {
    StringBuilder line = new StringBuilder();
    if (task.tid() != ThreadGroup.LEADER) {
      line.append("[pid ").append(task.tid()).append("] "); // as strace -f, which says pid for tid
    }
    line.append(call.name()).append('(');
    String params = call.signature().params();
    for (int i = 0; i < params.length(); i++) {
      if (i > 0) {
        line.append(", ");
      }
      long value = params.charAt(i) == 'i' ? Integer.toUnsignedLong((int) args[i]) : args[i];
      // Small numbers are descriptors, counts and flags; the rest are mostly addresses.
      if (value >= 0 && value <= SMALL) {
        line.append(value);
      } else {
        line.append("0x").append(Long.toHexString(value));
      }
    }
    return line.append(')').toString();
  }
}
