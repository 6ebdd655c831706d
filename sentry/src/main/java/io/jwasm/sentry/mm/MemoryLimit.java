package io.jwasm.sentry.mm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of one kind there may be: those that linear memories, files and pipes of a sandbox
 * take together, those of one tmpfs, or those of the kernel's own heap that a program can make it
 * use.
 *
 * <p>The limit can be moved at any time. Below what is in use it takes nothing away: more is
 * refused until enough has been given back.
 *
 * <p>Locks: none; several threads may charge at once.
 */
public final class MemoryLimit {
  private volatile long maxBytes;

  /** What is charged here is charged there as well; or null. */
  private final MemoryLimit outer;

  private final AtomicLong chargedBytes = new AtomicLong();

  private MemoryLimit(long maxBytes, MemoryLimit outer) {
    this.maxBytes = maxBytes;
    this.outer = outer;
  }

  public static MemoryLimit ofBytes(long maxBytes) {
    return new MemoryLimit(maxBytes, null);
  }

  /** Returns a limit that never refuses; the cgroup is then the only one. */
  public static MemoryLimit none() {
    return new MemoryLimit(Long.MAX_VALUE, null);
  }

  /** Returns a limit within this one: bytes have to be left in both. */
  public MemoryLimit within(long mostBytes) {
    return new MemoryLimit(mostBytes, this);
  }

  /** Returns the limit; that around this one when it is lower. */
  public long maxBytes() {
    return outer == null ? maxBytes : Math.min(maxBytes, outer.maxBytes());
  }

  /** Sets a new limit; what is charged stays charged. */
  public void move(long newMaxBytes) {
    maxBytes = newMaxBytes;
  }

  public long chargedBytes() {
    return chargedBytes.get();
  }

  /** Takes bytes from the limit; false, and nothing taken, when that many are not left. */
  public boolean charge(long bytes) {
    long before;
    do {
      before = chargedBytes.get();
      if (bytes > maxBytes - before) {
        return false;
      }
    } while (!chargedBytes.compareAndSet(before, before + bytes));
    if (outer != null && !outer.charge(bytes)) {
      chargedBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /**
   * Takes as many units as are left, at most {@code wanted}, and returns how many.
   *
   * @param unitBytes size of a unit
   */
  public int chargeUnits(int wanted, int unitBytes) {
    long before;
    int units;
    do {
      before = chargedBytes.get();
      units = (int) Math.min(wanted, (maxBytes - before) / unitBytes);
      if (units <= 0) {
        return 0;
      }
    } while (!chargedBytes.compareAndSet(before, before + (long) units * unitBytes));
    if (outer == null) {
      return units;
    }
    int granted = outer.chargeUnits(units, unitBytes);
    chargedBytes.addAndGet(-(long) (units - granted) * unitBytes);
    return granted;
  }

  /** Gives bytes back that were charged. */
  public void uncharge(long bytes) {
    chargedBytes.addAndGet(-bytes);
    if (outer != null) {
      outer.uncharge(bytes);
    }
  }
}
