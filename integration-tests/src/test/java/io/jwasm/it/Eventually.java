package io.jwasm.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that another process does: looks again and again until a deadline. */
final class Eventually {
  /** Long enough for a slow machine; nobody waits for it when things work. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = 5_000_000;

  private Eventually() {}

  /**
   * Returns when the condition holds; the test fails with the description when it does not in time.
   */
  static void until(String description, BooleanSupplier condition) {
    until(() -> description, PATIENCE, condition);
  }

  /**
   * Returns when the condition holds; the test fails with the description when it does not in time.
   */
  static void until(Supplier<String> description, Duration limit, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new AssertionError("waited %s in vain: %s".formatted(limit, description.get()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
