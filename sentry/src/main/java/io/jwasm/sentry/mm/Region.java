package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One linear memory. New pages read as zero. Growing is checked and charged here; how pages come is
 * the allocator's: most reserve the whole range, so that the base never moves and growing copies
 * nothing.
 *
 * <p>Several threads may use a region at once that {@link PageAllocator#reserveShared} gave. One
 * that grows it moves the buffer's limit before the number of pages: whoever has seen the pages, or
 * was told of them in a way that orders memory (an atomic access, a lock), sees the limit too.
 * Anybody else may for a moment find the memory shorter than it is, never longer.
 *
 * <p>Locks: its own, for growing.
 */
public abstract class Region implements AutoCloseable {
  private final MemoryLimit limit;
  private final int maxPages;

  /** Another one after growth in a region that moves, which one thread uses. */
  private ByteBuffer bytes;

  /** Written with the lock held, read without. */
  private volatile int pages;

  private boolean closed;

  /**
   * Makes a region without pages.
   *
   * @param reserved what it lies in, and does not leave when it never moves
   * @param maxPages how far it may grow
   * @param limit what its pages are charged to
   */
  protected Region(ByteBuffer reserved, int maxPages, MemoryLimit limit) {
    this.bytes = reserved.order(ByteOrder.LITTLE_ENDIAN);
    this.limit = limit;
    this.maxPages = maxPages;
    bytes.limit(0);
  }

  /**
   * Returns the committed bytes, little-endian. Its limit is the committed size; callers use only
   * absolute access and never move its position or limit. It is always the same buffer, unless the
   * region may move: then it is to be asked for again after each growth.
   */
  public final ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Tells whether {@link #bytes} is always the same direct buffer. Its address may then be kept as
   * long as the buffer can be reached, which also keeps it mapped when the region is closed.
   */
  public boolean isFixed() {
    return false;
  }

  public final int pages() {
    return pages;
  }

  public final int maxPages() {
    return maxPages;
  }

  /**
   * Adds pages and returns how many there were before, or returns -1 and changes nothing when that
   * is beyond its reservation or the memory limit, or the allocator fails.
   *
   * @param delta number of pages, unsigned
   */
  public final synchronized int grow(int delta) {
    int before = pages;
    // Widened, because adding an unsigned count in 32 bits could wrap into the valid range.
    long after = before + Integer.toUnsignedLong(delta);
    return after <= maxPages && commit((int) after) ? before : -1;
  }

  /**
   * Makes the region {@code newPages} long, or returns false and changes nothing when that is
   * beyond its reservation or the memory limit, or the allocator fails. It never shrinks.
   */
  public final synchronized boolean commit(int newPages) {
    if (closed || newPages < pages || newPages > maxPages) {
      return false;
    }
    long more = (long) (newPages - pages) * PageAllocator.PAGE_SIZE;
    if (!limit.charge(more)) {
      return false;
    }
    ByteBuffer extended = tryExtend(newPages);
    if (extended == null
        || extended.capacity() < newPages * PageAllocator.PAGE_SIZE
        || (isFixed() && moved(extended))) {
      limit.uncharge(more);
      return false;
    }
    bytes = extended.order(ByteOrder.LITTLE_ENDIAN);
    bytes.limit(newPages * PageAllocator.PAGE_SIZE);
    pages = newPages;
    return true;
  }

  /**
   * Makes pages those of a start state, shared with other memories until they are written; what
   * they had is gone. Returns false and changes nothing when they are not committed, or the
   * allocator or the host cannot: then its bytes have to be copied.
   *
   * <p>Errors: ENOMEM when the host failed half way; the region can only be closed then.
   */
  public final synchronized boolean begin(StartState state) throws ErrnoException {
    return !closed && state.end() <= bytes.limit() && map(state);
  }

  /**
   * Gives the pages back to the host and to the limit; no guest may run in it any more. A mapping
   * goes when nobody refers to it.
   */
  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    int before = pages;
    pages = 0;
    bytes.limit(0);
    bytes = ByteBuffer.allocate(0);
    limit.uncharge((long) before * PageAllocator.PAGE_SIZE);
    try {
      release(before);
    } catch (RuntimeException | Error e) {
      // What an allocator cannot give back, the host takes when the sandbox ends.
    }
  }

  /**
   * Makes so many pages usable and returns the buffer that they lie in, whose content is kept;
   * called with more pages than before. Null, or anything thrown: not so many.
   */
  protected abstract ByteBuffer extend(int newPages);

  /** As {@link #begin}; an allocator of pages that cannot be mapped leaves this as it is. */
  boolean map(StartState state) throws ErrnoException {
    return false;
  }

  /** Gives the first pages, which are all that were made usable, back to the host. */
  protected abstract void release(int committedPages);

  @SuppressWarnings("ReferenceEquality") // an equal buffer may lie elsewhere
  private boolean moved(ByteBuffer extended) {
    return extended != bytes;
  }

  /** A guest is not to be ended by what an allocator throws. */
  private ByteBuffer tryExtend(int newPages) {
    try {
      return newPages == pages ? bytes : extend(newPages);
    } catch (RuntimeException | Error e) {
      return null;
    }
  }
}
