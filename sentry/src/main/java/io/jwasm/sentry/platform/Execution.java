package io.jwasm.sentry.platform;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Code;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;

/**
 * One instance of a program, to be run once. {@link Thread#interrupt} on the running thread, and
 * {@link #interrupt} after it, stop the guest at its next call or loop.
 */
public interface Execution extends Code, AutoCloseable {
  /** Returns the instance's memory; one that faults at every address when it has none. */
  @Override
  GuestMemory memory();

  /**
   * Runs the entry function on the calling thread and says how it ended. The only place that
   * catches {@link io.jwasm.sentry.kernel.TaskExit} and the engine's traps.
   */
  @Override
  ExitStatus run(Task task);

  @Override
  Execution forThread(int startArg) throws ErrnoException;

  /**
   * Gives the memories back; the guest must have ended, with all of its threads. Does nothing for
   * the instance of a thread, whose memory is that of the first.
   */
  @Override
  void close();

  @Override
  default void release() {
    close();
  }
}
