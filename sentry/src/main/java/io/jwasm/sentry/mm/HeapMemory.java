package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** Counts arrays that were given up: what the heap had no room for, it may have since. */
  private final AtomicInteger released = new AtomicInteger();

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
    return within(MemoryLimit.none()).region(0, 0);
  }

  @Override
  public Region reserve(int maxPages) throws ErrnoException {
    check(maxPages);
    return region(maxPages, 0);
  }

  @Override
  public Region reserveShared(int maxPages) throws ErrnoException {
    check(maxPages);
    try {
      return region(maxPages, maxPages);
    } catch (OutOfMemoryError e) {
      throw new PageAllocatorException(
          "page allocator heap needs all "
              + maxPages
              + " pages of a shared memory at once, and the Java heap has no room for them: the"
              + " annotation io.jwasm.limit.heap sets its size, page allocator memfd needs none",
          e);
    }
  }

  private Region region(int maxPages, int pages) {
    return new HeapRegion(maxPages, ByteBuffer.allocate(pages * PAGE_SIZE), limit, released);
  }

  @Override
  public int extentBytes() {
    return EXTENT_BYTES;
  }

  @Override
  public Extent reserveExtent(int sizeBytes) {
    return new HeapExtent(sizeBytes, released);
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
    private final AtomicInteger released;
    private ByteBuffer array;

    /** What the heap had no room for, and how many arrays had been given up then. */
    private int refusedPages = Integer.MAX_VALUE;

    private int releasedBefore;

    HeapRegion(int maxPages, ByteBuffer array, MemoryLimit limit, AtomicInteger released) {
      super(array, maxPages, limit);
      this.array = array;
      this.released = released;
    }

    @Override
    protected ByteBuffer extend(int newPages) {
      int newBytes = newPages * PAGE_SIZE;
      if (newBytes > array.capacity()) {
        ByteBuffer larger = larger(newPages);
        if (larger == null) {
          return null;
        }
        larger.put(0, array, 0, array.limit());
        array = larger;
      }
      return array;
    }

    /** Each try at a full heap costs a collection of it: a guest that asks on and on gets none. */
    private ByteBuffer larger(int newPages) {
      int now = released.get();
      if (newPages >= refusedPages && now == releasedBefore) {
        return null;
      }
      long spare = pages() == 0 ? 0 : newPages / SPARE_SHARE;
      try {
        return allocate((int) Math.min(newPages + spare, maxPages()), newPages);
      } catch (OutOfMemoryError e) {
        refusedPages = newPages;
        releasedBefore = now;
        return null;
      }
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
      released.incrementAndGet();
    }
  }

  /** Has its array as long as a page of it is in use or dirty. */
  private static final class HeapExtent extends Extent {
    private final int sizeBytes;
    private final AtomicInteger released;

    private volatile ByteBuffer array;
    private int committedBytes;

    HeapExtent(int sizeBytes, AtomicInteger released) {
      this.sizeBytes = sizeBytes;
      this.released = released;
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
        released.incrementAndGet();
        return true;
      }
      Arrays.fill(array.array(), offset, offset + length, (byte) 0);
      return true;
    }
  }
}
