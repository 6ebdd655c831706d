package io.jwasm.sentry.mm;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all linear memories of a sandbox may commit together. */
public final class MemoryLimit {
  private final long maxBytes;
  private final AtomicLong chargedBytes = new AtomicLong();

  private MemoryLimit(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  public static MemoryLimit ofBytes(long maxBytes) {
    return new MemoryLimit(maxBytes);
  }

  /** Returns a limit that never refuses; the cgroup is then the only one. */
  public static MemoryLimit none() {
    return new MemoryLimit(Long.MAX_VALUE);
  }

  public long chargedBytes() {
    return chargedBytes.get();
  }

  boolean charge(long bytes) {
    long before;
    do {
      before = chargedBytes.get();
      if (bytes > maxBytes - before) {
        return false;
      }
    } while (!chargedBytes.compareAndSet(before, before + bytes));
    return true;
  }

  void uncharge(long bytes) {
    chargedBytes.addAndGet(-bytes);
  }
}
