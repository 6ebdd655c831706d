package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The waiters of {@code memory.atomic.wait}, by address; a futex table.
 *
 * <p>Locks: its own, which makes the comparison and the decision to wait one step.
 */
final class AtomicWaits {
  private static final int WOKEN = 0;
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** Those who wait at one address, and how many of them may go. */
  private static final class Queue {
    int waiting;
    int permits;
  }

  /** Guarded by this; an entry exists while somebody waits. */
  private final Map<Integer, Queue> queues = new HashMap<>();

  /**
   * Waits until woken or for {@code timeoutNanos}, for ever when negative; not at all when the
   * condition does not hold.
   */
  synchronized int await(int address, BooleanSupplier condition, long timeoutNanos) {
    if (!condition.getAsBoolean()) {
      return NOT_EQUAL;
    }
    long startNanos = System.nanoTime();
    Queue queue = queues.computeIfAbsent(address, _ -> new Queue());
    queue.waiting++;
    try {
      while (queue.permits == 0) {
        long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
        if (timeoutNanos >= 0 && leftNanos <= 0) {
          return TIMED_OUT;
        }
        long nanos = timeoutNanos < 0 ? Long.MAX_VALUE : leftNanos;
        wait(nanos / NANOS_PER_MILLI, (int) (nanos % NANOS_PER_MILLI));
      }
      queue.permits--;
      return WOKEN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChicoryInterruptedException("Thread interrupted");
    } finally {
      if (--queue.waiting == 0) {
        queues.remove(address);
      }
    }
  }

  /** Wakes up to {@code count} (unsigned) waiters and returns how many. */
  synchronized int wake(int address, int count) {
    Queue queue = queues.get(address);
    if (queue == null) {
      return 0;
    }
    int asleep = queue.waiting - queue.permits;
    int woken = Integer.compareUnsigned(count, asleep) < 0 ? count : asleep;
    queue.permits += woken;
    notifyAll();
    return woken;
  }
}
