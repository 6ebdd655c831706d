package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.ErrnoException;

/**
 * Gives out address space for linear memories and files, and counts the pages in use. Found by its
 * name through {@link PageAllocators}; who writes another one provides a {@link
 * PageAllocatorProvider}.
 *
 * <p>An allocator charges {@link #limit} with nothing itself: {@link Region} does that for linear
 * memories, {@link PagePool} for files.
 */
public interface PageAllocator {
  /** Size in bytes of a WebAssembly page. */
  int PAGE_SIZE = 65_536;

  /**
   * Most pages a region can have: 2 GiB less one page. A region is looked at through a {@link
   * java.nio.ByteBuffer}, whose indices are ints.
   */
  int MAX_PAGES = 32_767;

  /** Size of an extent where address space costs nothing: 1 GiB. */
  int EXTENT_BYTES = 1 << 30;

  /**
   * Returns a region that can grow to {@code maxPages}, of which nothing is committed. Reserving
   * costs address space only. One thread uses it, so that it may move when it grows.
   *
   * <p>Errors: ENOMEM when the host has no address space left; EINVAL outside 0..{@link
   * #MAX_PAGES}.
   */
  Region reserve(int maxPages) throws ErrnoException;

  /**
   * As {@link #reserve}, for a memory that several threads use at once: it never moves. An
   * allocator whose regions move has to reserve all of it here.
   */
  default Region reserveShared(int maxPages) throws ErrnoException {
    return reserve(maxPages);
  }

  /** Returns the size that extents shall have: a power of two from 2 MiB to 1 GiB. */
  default int extentBytes() {
    return EXTENT_BYTES;
  }

  /**
   * Returns address space for pages that the kernel deals out itself; whoever does that charges
   * them to {@link #limit}.
   *
   * <p>Errors: ENOMEM when the host has no address space left.
   *
   * @param sizeBytes of {@link #extentBytes}
   */
  Extent reserveExtent(int sizeBytes) throws ErrnoException;

  /** What all regions and extents together may commit. */
  MemoryLimit limit();

  /** Bytes committed in all regions that are open, and in extents. */
  default long committedBytes() {
    return limit().chargedBytes();
  }
}
