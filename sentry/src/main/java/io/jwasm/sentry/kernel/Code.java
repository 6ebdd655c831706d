package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;

/** A program's code as one task runs it: one instance of its module, for one run. */
@FunctionalInterface
public interface Code {
  /**
   * Runs to the end, on the calling thread, and says how the program ended; null when only the
   * calling thread has, because its function returned. {@link Thread#interrupt} on that thread, and
   * {@link #interrupt} after it, end the run at the next call or loop.
   */
  ExitStatus run(Task task);

  /**
   * Has code that is computing see that its thread was interrupted. Called by another thread.
   *
   * <p>Blocking: for milliseconds at most.
   */
  default void interrupt() {}

  /** Returns the memory that pointers point into; one that faults at every address if none. */
  default GuestMemory memory() {
    return GuestMemory.absent();
  }

  /**
   * Returns the code of a new thread of the same program: an instance over the same memory, of
   * which no instruction has run. May be called from several threads of the program at once.
   *
   * <p>Errors: ENOSYS when the program cannot have threads; EAGAIN when there is no room for one.
   *
   * @param startArg what the thread is started with
   */
  default Code forThread(int startArg) throws ErrnoException {
    throw Errno.ENOSYS.exception();
  }

  /**
   * Gives back what the program has besides its tasks: its memories. Called once on the code that
   * the first task runs, when no task of the program is left.
   */
  default void release() {}
}
