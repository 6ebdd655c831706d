package io.jwasm.sentry;

import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.platform.Execution;

/** A program that is loaded, compiled and instantiated, of which no instruction has run. */
public final class PreparedProcess {
  private final ThreadGroup group;
  private final Execution execution;

  PreparedProcess(ThreadGroup group, Execution execution) {
    this.group = group;
    this.execution = execution;
  }

  /** Returns the process; it can be signalled before it is started. */
  public ThreadGroup group() {
    return group;
  }

  /** Lets it run, on a thread of its own, and returns the process. */
  public ThreadGroup start() {
    group.start(execution.memory(), execution);
    return group;
  }
}
