package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The page allocator on anonymous memory: address space that cannot be used is reserved, and what a
 * region grows by is made usable. A host that does not overcommit refuses it then, and the guest
 * sees -1, where a memory file would end in a fault.
 *
 * <p>A mapping is taken away only when no buffer on it can be reached any more, so that nobody ever
 * touches what is not there.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
 */
public final class AnonymousMemory implements PageAllocator {
  static final String NAME = "anonymous";

  private static final int HOST_PAGE_BYTES = 4096;

  /** Made usable at once, 16 MiB: growing by one page is then seldom a call of the host. */
  private static final int STEP_PAGES = 256;

  private static final int EXTENT_STEP_BYTES = PageBlock.PAGES * PagePool.PAGE_SIZE;

  private final MemoryLimit limit;
  private final boolean huge;
  private final ReferenceQueue<ByteBuffer> unreachable = new ReferenceQueue<>();
  private final Set<Mapping> mappings = new HashSet<>();

  private AnonymousMemory(MemoryLimit limit, boolean huge) {
    this.limit = limit;
    this.huge = huge;
  }

  static AnonymousMemory open(PageAllocatorConfig config) {
    return new AnonymousMemory(config.limit(), config.has(PageAllocatorConfig.HUGE));
  }

  @Override
  public synchronized Region reserve(int maxPages) throws ErrnoException {
    if (maxPages < 0 || maxPages > MAX_PAGES) {
      throw Errno.EINVAL.exception();
    }
    ByteBuffer mapped = map(maxPages * PAGE_SIZE);
    return new AnonymousRegion(mapped, maxPages, limit);
  }

  @Override
  public synchronized Extent reserveExtent(int sizeBytes) throws ErrnoException {
    return new AnonymousExtent(map(sizeBytes));
  }

  @Override
  public MemoryLimit limit() {
    return limit;
  }

  private ByteBuffer map(int sizeBytes) throws ErrnoException {
    unmapUnreachable();
    long length = Math.max(sizeBytes, HOST_PAGE_BYTES);
    long address = HostKernel.reserve(length);
    ByteBuffer buffer = address < 0 ? null : HostKernel.bufferAt(address, sizeBytes);
    if (buffer == null) {
      if (address > 0) {
        HostKernel.unmap(address, length);
      }
      throw Errno.ENOMEM.exception();
    }
    if (huge) {
      HostKernel.advise(address, length, HostConstants.MADV_HUGEPAGE);
    }
    mappings.add(new Mapping(buffer, unreachable, address, length));
    return buffer;
  }

  private void unmapUnreachable() {
    for (Object mapping = unreachable.poll(); mapping != null; mapping = unreachable.poll()) {
      ((Mapping) mapping).unmap();
      mappings.remove(mapping);
    }
  }

  private static boolean use(ByteBuffer mapped, int from, int to) {
    return HostKernel.commit(HostKernel.addressOf(mapped) + from, to - from) == 0;
  }

  private static boolean giveBack(ByteBuffer mapped, int offset, int length) {
    return HostKernel.advise(
            HostKernel.addressOf(mapped) + offset, length, HostConstants.MADV_DONTNEED)
        == 0;
  }

  private static final class Mapping extends PhantomReference<ByteBuffer> {
    private final long address;
    private final long length;

    Mapping(ByteBuffer buffer, ReferenceQueue<ByteBuffer> queue, long address, long length) {
      super(buffer, queue);
      this.address = address;
      this.length = length;
    }

    void unmap() {
      HostKernel.unmap(address, length);
    }
  }

  private static final class AnonymousRegion extends Region {
    private final ByteBuffer mapped;
    private int usablePages;

    AnonymousRegion(ByteBuffer mapped, int maxPages, MemoryLimit limit) {
      super(mapped, maxPages, limit);
      this.mapped = mapped;
    }

    @Override
    public boolean isFixed() {
      return true;
    }

    @Override
    protected ByteBuffer extend(int newPages) {
      if (newPages > usablePages) {
        int step = Math.min((newPages + STEP_PAGES - 1) / STEP_PAGES * STEP_PAGES, maxPages());
        if (!useUpTo(step) && !useUpTo(newPages)) {
          return null;
        }
      }
      return mapped;
    }

    private boolean useUpTo(int pages) {
      if (!use(mapped, usablePages * PAGE_SIZE, pages * PAGE_SIZE)) {
        return false;
      }
      usablePages = pages;
      return true;
    }

    @Override
    boolean map(StartState state) throws ErrnoException {
      return state.mapInto(mapped);
    }

    @Override
    protected void release(int committedPages) {
      giveBack(mapped, 0, committedPages * PAGE_SIZE);
    }
  }

  /** Made usable from its begin on: {@link PagePool} deals out the first pages first. */
  private static final class AnonymousExtent extends Extent {
    private final ByteBuffer mapped;
    private int usableBytes;

    AnonymousExtent(ByteBuffer mapped) {
      this.mapped = mapped;
    }

    @Override
    public ByteBuffer bytes() {
      return mapped;
    }

    @Override
    public boolean commit(int offset, int length) {
      int end = offset + length;
      if (end > usableBytes) {
        int wanted = (end + EXTENT_STEP_BYTES - 1) / EXTENT_STEP_BYTES * EXTENT_STEP_BYTES;
        if (!use(mapped, usableBytes, wanted)) {
          return false;
        }
        usableBytes = wanted;
      }
      return true;
    }

    @Override
    public boolean discard(int offset, int length) {
      return giveBack(mapped, offset, length);
    }
  }
}
