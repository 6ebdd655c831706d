package io.jwasm.sentry;

import io.jwasm.sentry.kernel.ThreadGroup;

/** A program that is loaded, compiled and instantiated, of which no instruction has run. */
public final class PreparedProcess {
  private final ThreadGroup group;
  private final long instantiateNanos;

  /** Only who reads the orders asks. */
  private boolean started;

  PreparedProcess(ThreadGroup group, long instantiateNanos) {
    this.group = group;
    this.instantiateNanos = instantiateNanos;
  }

  /** Returns the process; it can be signalled before it is started. */
  public ThreadGroup group() {
    return group;
  }

  /** Returns how long it took to make the instance: its memory with its data, globals, tables. */
  public long instantiateNanos() {
    return instantiateNanos;
  }

  /**
   * Lets it run, on a thread of its own, and returns the process; a second time nothing happens.
   *
   * <p>Blocking: on the container's files about names, when a policy decides about names.
   */
  public ThreadGroup start() {
    if (!started) {
      started = true;
      group.kernel().network().freezeNames(group.credentials());
    }
    group.start();
    return group;
  }
}
