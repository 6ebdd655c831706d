package io.jwasm.sentry.kernel;

/**
 * Unwinds a task's guest code from inside a system call, when the call does not return. Unchecked
 * and stackless; only the code that entered the guest catches it.
 */
public final class TaskExit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ExitStatus status;

  public TaskExit(ExitStatus status) {
    super(null, null, false, false);
    this.status = status;
  }

  public ExitStatus status() {
    return status;
  }
}
