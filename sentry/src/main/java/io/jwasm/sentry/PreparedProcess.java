package io.jwasm.sentry;

import io.jwasm.sentry.kernel.ThreadGroup;

/** A program that is loaded, compiled and instantiated, of which no instruction has run. */
public final class PreparedProcess {
  private final ThreadGroup group;

  PreparedProcess(ThreadGroup group) {
    this.group = group;
  }

  /** Returns the process; it can be signalled before it is started. */
  public ThreadGroup group() {
    return group;
  }

  /** Lets it run, on a thread of its own, and returns the process. */
  public ThreadGroup start() {
    group.start();
    return group;
  }
}
