package io.jwasm.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what another process brings about. */
final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMillis(5);

  private Eventually() {}

  /** Something that becomes true. */
  interface Condition {
    boolean holds() throws BenchException;
  }

  /** Returns when the condition holds. */
  static void until(String what, Condition condition) throws BenchException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new BenchException("no " + what + " within " + LIMIT.toSeconds() + " s");
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }
}
