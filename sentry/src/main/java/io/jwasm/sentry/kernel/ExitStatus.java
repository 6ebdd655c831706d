package io.jwasm.sentry.kernel;

/**
 * How a program ended: the three ways that {@code waitpid} knows, with traps for core dumps, and
 * the end of the kernel under it.
 */
public sealed interface ExitStatus {
  /**
   * Returns the status a shell would show: {@code code & 0xff}, 128 plus the signal's number, 134
   * (128 + SIGABRT) after a trap, or 128, which no signal gives, when the kernel failed.
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

  /**
   * It trapped.
   *
   * @param reason a sentence without a period, for whoever runs the program
   * @param detail what else the operator needs to know, or empty
   */
  record Trapped(String reason, String detail) implements ExitStatus {
    /** For where the heap may be too full to make one. */
    public static final Trapped OUT_OF_MEMORY =
        new Trapped(
            "out of memory or threads; the container's memory and pids limits and the annotations"
                + " io.jwasm.limit.heap and io.jwasm.limit.metaspace say how much the sandbox has");

    public Trapped(String reason) {
      this(reason, "");
    }

    @Override
    public int status() {
      return 134;
    }
  }

  /** The kernel failed by a bug of its own; nothing of the program's state can be relied on. */
  record Panicked(Throwable bug) implements ExitStatus {
    /** As gVisor's; a program may end with it too, but then nobody says so on its stderr. */
    public static final int STATUS = 128;

    @Override
    public int status() {
      return STATUS;
    }
  }
}
