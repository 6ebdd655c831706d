package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;

/** An allocator that throws where its option says, and else is one on the heap. */
public final class BrokenProvider implements PageAllocatorProvider {
  @Override
  public String name() {
    return "broken";
  }

  @Override
  public PageAllocator open(PageAllocatorConfig config) {
    String place = config.options().isEmpty() ? "" : config.options().getFirst();
    fail(place, "open");
    MemoryLimit limit = place.equals("limit") ? MemoryLimit.none() : config.limit();
    return new Broken(place, HeapMemory.within(limit));
  }

  private static void fail(String place, String here) {
    if (place.equals(here)) {
      throw new IllegalStateException("no " + here);
    }
    if (place.equals(here + "-error")) {
      throw new AssertionError("no " + here);
    }
  }

  private record Broken(String place, PageAllocator heap) implements PageAllocator {
    @Override
    public Region reserve(int maxPages) throws ErrnoException {
      fail(place, "reserve");
      return place.equals("size") ? heap.reserve(maxPages + 1) : new BrokenRegion(place, maxPages);
    }

    @Override
    public int extentBytes() {
      fail(place, "extent-bytes");
      return place.equals("extents") ? 3 : heap.extentBytes();
    }

    @Override
    public Extent reserveExtent(int sizeBytes) throws ErrnoException {
      fail(place, "extent");
      return new BrokenExtent(place, heap.reserveExtent(sizeBytes));
    }

    @Override
    public MemoryLimit limit() {
      return heap.limit();
    }
  }

  private static final class BrokenRegion extends Region {
    private final String place;

    BrokenRegion(String place, int maxPages) {
      super(ByteBuffer.allocate(maxPages * PageAllocator.PAGE_SIZE), maxPages, MemoryLimit.none());
      this.place = place;
    }

    @Override
    public boolean isFixed() {
      return place.equals("moves");
    }

    @Override
    protected ByteBuffer extend(int newPages) {
      if (newPages > 1) {
        fail(place, "grow");
        if (place.equals("memory")) {
          throw new OutOfMemoryError("no memory");
        }
        if (place.equals("short")) {
          return ByteBuffer.allocate(1);
        }
        if (place.equals("moves")) {
          return ByteBuffer.allocate(newPages * PageAllocator.PAGE_SIZE);
        }
      }
      return bytes();
    }

    @Override
    protected void release(int committedPages) {
      fail(place, "close");
    }
  }

  private static final class BrokenExtent extends Extent {
    private final String place;
    private final Extent extent;

    BrokenExtent(String place, Extent extent) {
      this.place = place;
      this.extent = extent;
    }

    @Override
    public ByteBuffer bytes() {
      return extent.bytes();
    }

    @Override
    public boolean commit(int offset, int length) {
      fail(place, "commit");
      return extent.commit(offset, length);
    }

    @Override
    public boolean discard(int offset, int length) {
      fail(place, "discard");
      return extent.discard(offset, length);
    }
  }
}
