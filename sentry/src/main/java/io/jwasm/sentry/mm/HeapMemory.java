package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The page allocator on byte arrays of the Java heap, which needs nothing of the host. A region
 * moves to a larger array when it grows, and has up to a quarter more than its pages, so that
 * growing by single pages does not copy each time. A memory that threads share cannot move: all of
 * it is allocated when it is reserved.
 */
public final class HeapMemory implements PageAllocator {
  static final String NAME = "heap";

  /** One block of {@link PagePool}: what is in use is on the heap, little more. */
  static final int EXTENT_BYTES = PageBlock.PAGES * PagePool.PAGE_SIZE;

  private static final int SPARE_SHARE = 4;

  private final MemoryLimit limit;

  private HeapMemory(MemoryLimit limit) {
    this.limit = limit;
  }

  public static HeapMemory within(MemoryLimit limit) {
    return new HeapMemory(limit);
  }

  static HeapMemory open(PageAllocatorConfig config) {
    if (!config.options().isEmpty()) {
      throw config.unknown(config.options().getFirst(), "it takes none");
    }
    return new HeapMemory(config.limit());
  }

  /** Returns a region that can have no pages. */
  static Region empty() {
    return new HeapRegion(0, ByteBuffer.allocate(0), MemoryLimit.none());
  }

  @Override
  public Region reserve(int maxPages) throws ErrnoException {
    check(maxPages);
    return new HeapRegion(maxPages, ByteBuffer.allocate(0), limit);
  }

  @Override
  public Region reserveShared(int maxPages) throws ErrnoException {
    check(maxPages);
    try {
      return new HeapRegion(maxPages, ByteBuffer.allocate(maxPages * PAGE_SIZE), limit);
    } catch (OutOfMemoryError e) {
      throw new PageAllocatorException(
          "page allocator heap needs all "
              + maxPages
              + " pages of a shared memory at once, and the Java heap has no room for them: the"
              + " annotation io.jwasm.limit.heap sets its size, page allocator memfd needs none",
          e);
    }
  }

  @Override
  public int extentBytes() {
    return EXTENT_BYTES;
  }

  @Override
  public Extent reserveExtent(int sizeBytes) {
    return new HeapExtent(sizeBytes);
  }

  @Override
  public MemoryLimit limit() {
    return limit;
  }

  private static void check(int maxPages) throws ErrnoException {
    if (maxPages < 0 || maxPages > MAX_PAGES) {
      throw Errno.EINVAL.exception();
    }
  }

  private static final class HeapRegion extends Region {
    private ByteBuffer array;

    HeapRegion(int maxPages, ByteBuffer array, MemoryLimit limit) {
      super(array, maxPages, limit);
      this.array = array;
    }

    @Override
    protected ByteBuffer extend(int newPages) {
      int newBytes = newPages * PAGE_SIZE;
      if (newBytes > array.capacity()) {
        long spare = pages() == 0 ? 0 : newPages / SPARE_SHARE;
        ByteBuffer larger = allocate((int) Math.min(newPages + spare, maxPages()), newPages);
        larger.put(0, array, 0, array.limit());
        array = larger;
      }
      return array;
    }

    private static ByteBuffer allocate(int wantedPages, int neededPages) {
      try {
        return ByteBuffer.allocate(wantedPages * PAGE_SIZE);
      } catch (OutOfMemoryError e) {
        return ByteBuffer.allocate(neededPages * PAGE_SIZE);
      }
    }

    /** The array goes with the region, which nobody uses any more. */
    @Override
    protected void release(int committedPages) {
      array = ByteBuffer.allocate(0);
    }
  }

  /** Has its array as long as a page of it is in use or dirty. */
  private static final class HeapExtent extends Extent {
    private final int sizeBytes;

    private volatile ByteBuffer array;
    private int committedBytes;

    HeapExtent(int sizeBytes) {
      this.sizeBytes = sizeBytes;
    }

    @Override
    public ByteBuffer bytes() {
      return array;
    }

    @Override
    public boolean commit(int offset, int length) {
      try {
        if (array == null) {
          array = ByteBuffer.allocate(sizeBytes);
        }
        committedBytes += length;
        return true;
      } catch (OutOfMemoryError e) {
        return false;
      }
    }

    @Override
    public boolean discard(int offset, int length) {
      committedBytes -= length;
      if (committedBytes == 0) {
        array = null;
        return true;
      }
      Arrays.fill(array.array(), offset, offset + length, (byte) 0);
      return true;
    }
  }
}
