package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Waitable;

/** What a file system may know of the task that calls it, and how it makes it wait. */
public interface Caller {
  /** A time that is never over. */
  long FOREVER = -1;

  int uid();

  int gid();

  /** Returns whether the group is the caller's own or one of its additional ones. */
  default boolean inGroup(int group) {
    return group == gid();
  }

  /** Number of the caller's process, or 0 when it is the kernel itself. */
  default int pid() {
    return 0;
  }

  /** Bits that are taken from the mode of what the caller creates. */
  default int umask() {
    return 0022;
  }

  /**
   * Makes the caller wait until an object is ready for one of the wanted things, or has an error or
   * hung up. No lock may be held.
   *
   * <p>Errors: EINTR when the caller is being killed; EAGAIN for a caller that cannot wait, as the
   * kernel itself.
   *
   * <p>Blocking: until then.
   *
   * @param mask bits of {@link io.jwasm.sentry.event.Readiness}
   */
  default void block(Waitable object, int mask) throws ErrnoException {
    block(object, mask, FOREVER);
  }

  /**
   * As {@link #block(Waitable, int)}, for so long.
   *
   * @param timeoutNanos {@link #FOREVER} or any negative number for no bound
   * @return whether the object is ready; otherwise the time is over
   */
  default boolean block(Waitable object, int mask, long timeoutNanos) throws ErrnoException {
    throw Errno.EAGAIN.exception();
  }
}
