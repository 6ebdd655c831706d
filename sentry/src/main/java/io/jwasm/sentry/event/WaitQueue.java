package io.jwasm.sentry.event;

/**
 * Who waits for an object; Linux's {@code wait_queue_head}.
 *
 * <p>Locks: its own, after that of the object; {@link Waiter#wake} is called under both.
 */
public final class WaitQueue {
  private static final int ALWAYS = Readiness.ERR | Readiness.HUP;

  /** One wait: who, and for which bits. */
  private static final class Entry {
    final Waiter waiter;
    final int mask;
    Entry next;

    Entry(Waiter waiter, int mask, Entry next) {
      this.waiter = waiter;
      this.mask = mask;
      this.next = next;
    }
  }

  private Entry first;

  /** Adds a waiter for some bits of {@link Readiness}; the same one may be added more than once. */
  public synchronized void add(Waiter waiter, int mask) {
    first = new Entry(waiter, mask | ALWAYS, first);
  }

  /** Takes a waiter out once; does nothing when it is not there. */
  public synchronized void remove(Waiter waiter) {
    Entry before = null;
    for (Entry entry = first; entry != null; entry = entry.next) {
      if (entry.waiter == waiter) {
        if (before == null) {
          first = entry.next;
        } else {
          before.next = entry.next;
        }
        return;
      }
      before = entry;
    }
  }

  /** Wakes everybody who waits for one of the bits. */
  public synchronized void wake(int bits) {
    for (Entry entry = first; entry != null; entry = entry.next) {
      if ((entry.mask & bits) != 0) {
        entry.waiter.wake();
      }
    }
  }

  /** Returns whether nobody waits. */
  public synchronized boolean isEmpty() {
    return first == null;
  }
}
