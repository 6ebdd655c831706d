package io.jwasm.sentry.platform;

import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;

/**
 * One instance of a program, to be run once. {@link Thread#interrupt} on the running thread stops
 * the guest at its next call or loop.
 */
public interface Execution extends AutoCloseable {
  /** Returns the instance's memory; one that faults at every address when it has none. */
  GuestMemory memory();

  /**
   * Runs the entry function on the calling thread and says how it ended. The only place that
   * catches {@link io.jwasm.sentry.kernel.TaskExit} and the engine's traps.
   */
  ExitStatus run(Task task);

  /** Gives the memory back; the guest must have ended. */
  @Override
  void close();
}
