import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.Extent;
import io.jwasm.sentry.mm.HeapMemory;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.mm.PageAllocatorConfig;
import io.jwasm.sentry.mm.PageAllocatorProvider;
import io.jwasm.sentry.mm.Region;
import java.nio.ByteBuffer;

/** Allocator of somebody else's: direct buffers of the JDK's, and errors where an option asks for them. */
public final class DrawnAllocator implements PageAllocatorProvider {
  @Override
  public String name() {
    return "drawn";
  }

  @Override
  public PageAllocator open(PageAllocatorConfig config) {
    fail(config, "open");
    PageAllocator files = HeapMemory.within(config.limit());
    return new PageAllocator() {
      @Override
      public Region reserve(int maxPages) throws ErrnoException {
        fail(config, "reserve");
        return new DrawnRegion(maxPages, config);
      }

      @Override
      public int extentBytes() {
        return files.extentBytes();
      }

      @Override
      public Extent reserveExtent(int sizeBytes) throws ErrnoException {
        fail(config, "file");
        return files.reserveExtent(sizeBytes);
      }

      @Override
      public MemoryLimit limit() {
        return config.limit();
      }
    };
  }

  private static void fail(PageAllocatorConfig config, String place) {
    if (config.options().contains(place)) {
      throw new IllegalStateException("no " + place);
    }
    if (config.options().contains(place + "-error")) {
      throw new AssertionError("no " + place);
    }
  }

  /** Moves each time. */
  private static final class DrawnRegion extends Region {
    private final PageAllocatorConfig config;

    DrawnRegion(int maxPages, PageAllocatorConfig config) {
      super(ByteBuffer.allocateDirect(0), maxPages, config.limit());
      this.config = config;
    }

    @Override
    protected ByteBuffer extend(int newPages) {
      fail(config, "commit");
      if (newPages > 10) {
        fail(config, "grow");
      }
      ByteBuffer larger = ByteBuffer.allocateDirect(newPages * PageAllocator.PAGE_SIZE);
      return larger.put(0, bytes(), 0, bytes().limit());
    }

    @Override
    protected void release(int committedPages) {
      fail(config, "release");
    }
  }
}
