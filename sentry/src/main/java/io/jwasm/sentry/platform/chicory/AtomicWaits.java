package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Who waits in {@code memory.atomic.wait}, by address, in the order in which they came; a futex
 * table. There is one for each shared memory, for all instances over it.
 *
 * <p>Locks: its own, which makes the comparison and the decision to wait one step.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/futex.2.html">futex(2)</a>
 */
final class AtomicWaits {
  private static final int WOKEN = 0;
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;

  /** One wait of one thread. */
  private static final class Waiter {
    final Thread thread = Thread.currentThread();

    /** Set once, with the lock held, by whoever takes the waiter out of its queue. */
    volatile boolean woken;
  }

  /** Guarded by this; an entry exists while somebody waits. */
  private final Map<Integer, Set<Waiter>> queues = new HashMap<>();

  /**
   * Waits until woken or for {@code timeoutNanos}, for ever when negative; not at all when the
   * condition does not hold. Returns the instruction's result.
   *
   * <p>Errors: {@link ChicoryInterruptedException} when the thread is interrupted, which it stays.
   */
  int await(int address, BooleanSupplier condition, long timeoutNanos) {
    Waiter waiter = new Waiter();
    synchronized (this) {
      if (!condition.getAsBoolean()) {
        return NOT_EQUAL;
      }
      queues.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(waiter);
    }
    long startNanos = System.nanoTime();
    while (!waiter.woken) {
      if (Thread.currentThread().isInterrupted()) {
        leave(address, waiter);
        throw new ChicoryInterruptedException("Thread interrupted");
      }
      if (timeoutNanos < 0) {
        LockSupport.park(this);
        continue;
      }
      long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      if (leftNanos <= 0) {
        return leave(address, waiter) ? TIMED_OUT : WOKEN;
      }
      LockSupport.parkNanos(this, leftNanos);
    }
    return WOKEN;
  }

  /** Wakes up to {@code count} (unsigned) waiters, the longest waiting first; returns how many. */
  synchronized int wake(int address, int count) {
    Set<Waiter> queue = queues.get(address);
    if (queue == null) {
      return 0;
    }
    int woken = 0;
    Iterator<Waiter> next = queue.iterator();
    while (woken != count && next.hasNext()) {
      Waiter waiter = next.next();
      next.remove();
      waiter.woken = true;
      LockSupport.unpark(waiter.thread);
      woken++;
    }
    if (queue.isEmpty()) {
      queues.remove(address);
    }
    return woken;
  }

  /** Stops waiting; false when somebody has woken the waiter meanwhile. */
  private synchronized boolean leave(int address, Waiter waiter) {
    if (waiter.woken) {
      return false;
    }
    Set<Waiter> queue = queues.get(address);
    queue.remove(waiter);
    if (queue.isEmpty()) {
      queues.remove(address);
    }
    return true;
  }
}
