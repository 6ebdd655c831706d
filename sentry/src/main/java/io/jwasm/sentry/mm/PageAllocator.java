package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.ErrnoException;

/** Gives out address space for linear memories and files, and counts the pages in use. */
public interface PageAllocator {
  /** Size in bytes of a WebAssembly page. */
  int PAGE_SIZE = 65_536;

  /**
   * Most pages a region can have: 2 GiB less one page. A region is looked at through a {@link
   * java.nio.ByteBuffer}, whose indices are ints.
   */
  int MAX_PAGES = 32_767;

  /**
   * Returns a region that can grow to {@code maxPages}, of which nothing is committed. Reserving
   * costs address space only.
   *
   * <p>Errors: ENOMEM when the host has no address space left; EINVAL outside 0..{@link
   * #MAX_PAGES}.
   */
  Region reserve(int maxPages) throws ErrnoException;

  /**
   * Returns address space for pages that the kernel deals out itself; whoever does that charges
   * them to {@link #limit}.
   *
   * <p>Errors: ENOMEM when the host has no address space left.
   */
  Extent reserveExtent(int sizeBytes) throws ErrnoException;

  /** What all regions and extents together may commit. */
  MemoryLimit limit();

  /** Bytes committed in all regions that are open, and in extents. */
  long committedBytes();
}
