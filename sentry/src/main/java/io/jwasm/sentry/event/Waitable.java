package io.jwasm.sentry.event;

/**
 * What a task can wait for. Either the host knows when it is ready, and {@link #hostFd} names the
 * descriptor to ask, or the object itself does and wakes its waiters. What is here answers for an
 * object that is always ready, as regular files and directories are for {@code poll(2)}.
 */
public interface Waitable {
  /**
   * Returns which of the wanted bits of {@link Readiness} hold now, and ERR and HUP, wanted or not.
   *
   * <p>Blocking: never.
   */
  default int readiness(int mask) {
    return mask;
  }

  /** Returns the descriptor whose {@code poll(2)} says when it is ready, or -1. */
  default int hostFd() {
    return -1;
  }

  /**
   * Wakes the waiter from now on whenever one of the wanted bits, ERR or HUP may have come.
   *
   * @param mask of {@link Readiness}
   */
  default void addWaiter(Waiter waiter, int mask) {}

  /** Takes back one {@link #addWaiter}. */
  default void removeWaiter(Waiter waiter) {}
}
