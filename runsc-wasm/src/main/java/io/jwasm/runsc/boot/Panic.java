package io.jwasm.runsc.boot;

import io.jwasm.sentry.kernel.ExitStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ends the sandbox when one of its own threads fails: a sentry that lacks a thread, or whose state
 * a bug has changed half, must not go on.
 */
final class Panic implements Thread.UncaughtExceptionHandler {
  private static final int TRACE_BYTES = 64 << 10;

  /** Null until the container is created: before that the launcher tells what happened. */
  private volatile LastWords lastWords;

  /** From now on the operator's log and the program's stderr are told too. */
  void tell(LastWords words) {
    lastWords = words;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable bug) {
    try {
      LastWords words = lastWords;
      if (words == null) {
        // No guest has locked these streams yet, and HostKernel itself may be what failed.
        bug.printStackTrace();
        // The last line of the sandbox log is what the launcher says of a sandbox that has ended.
        System.err.println("jwasm: " + LastWords.INTERNAL_ERROR + ": " + bug);
      } else if (bug instanceof OutOfMemoryError) {
        words.say(ExitStatus.Trapped.OUT_OF_MEMORY);
      } else {
        words.say(new ExitStatus.Panicked(bug));
      }
    } finally {
      Runtime.getRuntime().halt(ExitStatus.Panicked.STATUS);
    }
  }

  /** Writes where it happened into the sandbox log. */
  static void trace(Throwable bug) {
    StringWriter text = new StringWriter();
    bug.printStackTrace(new PrintWriter(text, true));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    SandboxLog.say(
        Descriptors.JVM_ERROR,
        bytes.length > TRACE_BYTES ? Arrays.copyOf(bytes, TRACE_BYTES) : bytes);
  }
}
