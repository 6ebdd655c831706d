package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;

/**
 * An allocator of somebody else's, of which nothing is expected: what it throws is an error of the
 * memory that was asked for, and not the end of the sandbox.
 */
final class ProvidedAllocator implements PageAllocator {
  private final String name;
  private final PageAllocator allocator;
  private final MemoryLimit limit;

  /**
   * @param limit the allocator's, which is not asked for again
   */
  ProvidedAllocator(String name, PageAllocator allocator, MemoryLimit limit) {
    this.name = name;
    this.allocator = allocator;
    this.limit = limit;
  }

  @Override
  public Region reserve(int maxPages) throws ErrnoException {
    try {
      return checked(allocator.reserve(maxPages), maxPages);
    } catch (RuntimeException | Error e) {
      throw failed(maxPages, e);
    }
  }

  @Override
  public Region reserveShared(int maxPages) throws ErrnoException {
    try {
      return checked(allocator.reserveShared(maxPages), maxPages);
    } catch (RuntimeException | Error e) {
      throw failed(maxPages, e);
    }
  }

  @Override
  public int extentBytes() {
    int bytes = claimedExtentBytes();
    if (Integer.bitCount(bytes) != 1 || bytes < HeapMemory.EXTENT_BYTES || bytes > EXTENT_BYTES) {
      throw new PageAllocatorException(
          "page allocator " + name + " has extents of " + bytes + " bytes");
    }
    return bytes;
  }

  @Override
  public Extent reserveExtent(int sizeBytes) throws ErrnoException {
    try {
      return new GuardedExtent(allocator.reserveExtent(sizeBytes));
    } catch (RuntimeException | Error e) {
      throw Errno.ENOMEM.exception();
    }
  }

  @Override
  public MemoryLimit limit() {
    return limit;
  }

  private int claimedExtentBytes() {
    try {
      return allocator.extentBytes();
    } catch (RuntimeException | Error e) {
      throw new PageAllocatorException(
          "page allocator " + name + " does not say how large its extents are: " + e, e);
    }
  }

  private static Region checked(Region region, int maxPages) {
    if (region.maxPages() != maxPages || region.pages() != 0) {
      throw new IllegalStateException("the region is of another size");
    }
    return region;
  }

  private PageAllocatorException failed(int maxPages, Throwable thrown) {
    return new PageAllocatorException(
        "page allocator " + name + " cannot reserve " + maxPages + " pages: " + thrown, thrown);
  }

  private static final class GuardedExtent extends Extent {
    private final Extent extent;

    GuardedExtent(Extent extent) {
      this.extent = extent;
    }

    @Override
    public ByteBuffer bytes() {
      return extent.bytes();
    }

    @Override
    public boolean commit(int offset, int length) {
      try {
        return extent.commit(offset, length);
      } catch (RuntimeException | Error e) {
        return false;
      }
    }

    @Override
    public boolean discard(int offset, int length) {
      try {
        return extent.discard(offset, length);
      } catch (RuntimeException | Error e) {
        return false;
      }
    }
  }
}
