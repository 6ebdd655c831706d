package io.jwasm.sentry.event;

/** Somebody who waits for an object to become ready. */
@FunctionalInterface
public interface Waiter {
  /**
   * Makes the one who waits look again. Never blocks, takes no lock of a file, and may come without
   * a reason.
   */
  void wake();
}
