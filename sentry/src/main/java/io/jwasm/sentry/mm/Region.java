package io.jwasm.sentry.mm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One linear memory. Its base never moves and growing copies nothing: the whole range is mapped
 * when it is reserved, and growing only moves a limit. New pages read as zero.
 *
 * <p>Several threads may use a region at once, as those of a program with a shared memory do. One
 * that grows it moves the buffer's limit before the number of pages: whoever has seen the pages, or
 * was told of them in a way that orders memory (an atomic access, a lock), sees the limit too.
 * Anybody else may for a moment find the memory shorter than it is, never longer.
 *
 * <p>Locks: its own, for growing.
 */
public final class Region implements AutoCloseable {
  private final ByteBuffer bytes;
  private final MemoryLimit limit;
  private final int maxPages;

  /** Written with the lock held, read without. */
  private volatile int pages;

  Region(ByteBuffer reserved, MemoryLimit limit) {
    this.bytes = reserved.order(ByteOrder.LITTLE_ENDIAN);
    this.limit = limit;
    this.maxPages = reserved.capacity() / PageAllocator.PAGE_SIZE;
    bytes.limit(0);
  }

  /**
   * Returns the committed bytes, little-endian. It is always the same buffer, its limit is the
   * committed size; callers use only absolute access and never move its position or limit.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  public int pages() {
    return pages;
  }

  public int maxPages() {
    return maxPages;
  }

  /**
   * Adds pages and returns how many there were before, or returns -1 and changes nothing when that
   * is beyond its reservation or the memory limit.
   *
   * @param delta number of pages, unsigned
   */
  public synchronized int grow(int delta) {
    int before = pages;
    // Widened, because adding an unsigned count in 32 bits could wrap into the valid range.
    long after = before + Integer.toUnsignedLong(delta);
    return after <= maxPages && commit((int) after) ? before : -1;
  }

  /**
   * Makes the region {@code newPages} long, or returns false and changes nothing when that is
   * beyond its reservation or the memory limit. It never shrinks.
   */
  public synchronized boolean commit(int newPages) {
    if (newPages < pages || newPages > maxPages) {
      return false;
    }
    if (!limit.charge((long) (newPages - pages) * PageAllocator.PAGE_SIZE)) {
      return false;
    }
    bytes.limit(newPages * PageAllocator.PAGE_SIZE);
    pages = newPages;
    return true;
  }

  /**
   * Returns the pages to the limit; no guest may run in it any more. The mapping itself goes when
   * nobody refers to it.
   */
  @Override
  public synchronized void close() {
    limit.uncharge((long) pages * PageAllocator.PAGE_SIZE);
    pages = 0;
    bytes.limit(0);
  }
}
