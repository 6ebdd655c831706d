package io.jwasm.sentry.kernel;

/** How a program ended; the three ways that {@code waitpid} knows, with traps for core dumps. */
public sealed interface ExitStatus {
  /**
   * Returns the status a shell would show: {@code code & 0xff}, 128 plus the signal's number, or
   * 134 (128 + SIGABRT) after a trap.
   */
  int status();

  /** The program called {@code proc_exit}, or its entry function returned. */
  record Exited(int code) implements ExitStatus {
    @Override
    public int status() {
      return code & 0xff;
    }
  }

  /** A signal ended it. */
  record Signaled(Signal signal) implements ExitStatus {
    @Override
    public int status() {
      return 128 + signal.number();
    }
  }

  /** It trapped; the reason is a sentence without a period, for the operator. */
  record Trapped(String reason) implements ExitStatus {
    @Override
    public int status() {
      return 134;
    }
  }
}
