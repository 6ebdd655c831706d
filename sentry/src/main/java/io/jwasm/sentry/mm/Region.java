package io.jwasm.sentry.mm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One linear memory. Its base never moves and growing copies nothing: the whole range is mapped
 * when it is reserved, and {@code commit} only moves a limit. New pages read as zero.
 *
 * <p>Not safe for use by several threads; a shared memory needs its growth guarded by the caller.
 */
public final class Region implements AutoCloseable {
  private final ByteBuffer bytes;
  private final MemoryLimit limit;
  private final int maxPages;
  private int pages;

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
   * Makes the region {@code newPages} long, or returns false and changes nothing when that is
   * beyond its reservation or the memory limit. It never shrinks.
   */
  public boolean commit(int newPages) {
    if (newPages < pages || newPages > maxPages) {
      return false;
    }
    if (!limit.charge((long) (newPages - pages) * PageAllocator.PAGE_SIZE)) {
      return false;
    }
    pages = newPages;
    bytes.limit(newPages * PageAllocator.PAGE_SIZE);
    return true;
  }

  /** Returns the pages to the limit. The mapping itself goes when nobody refers to it any more. */
  @Override
  public void close() {
    limit.uncharge((long) pages * PageAllocator.PAGE_SIZE);
    pages = 0;
    bytes.limit(0);
  }
}
