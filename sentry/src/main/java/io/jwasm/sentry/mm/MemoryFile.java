package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.InheritedFd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The page allocator on a sparse file: a memfd passed by the launcher, or one of its own where
 * there is none. Each region is a mapping of its own range of the file; the host allocates a page
 * when the guest first touches it, and gets it back as a hole.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
 */
public final class MemoryFile implements PageAllocator {
  static final String NAME = "memfd";

  private static final int PUNCH =
      HostConstants.FALLOC_FL_PUNCH_HOLE | HostConstants.FALLOC_FL_KEEP_SIZE;

  private final int fd;
  private final FileChannel channel;
  private final MemoryLimit limit;
  private final boolean huge;
  private long nextOffset;

  private MemoryFile(int fd, MemoryLimit limit, boolean huge) {
    this.fd = fd;
    this.huge = huge;
    this.channel = InheritedFd.readWritable(fd);
    this.limit = limit;
  }

  /** Returns an allocator on an inherited descriptor, which must be readable and writable. */
  public static MemoryFile inherited(int fd, MemoryLimit limit) {
    return new MemoryFile(fd, limit, false);
  }

  /** Returns an allocator on a new file without a name. */
  public static MemoryFile temporary(MemoryLimit limit) throws IOException {
    int fd = HostKernel.memfd();
    if (fd < 0) {
      throw new IOException("cannot make a memory file: error " + -fd);
    }
    return new MemoryFile(fd, limit, false);
  }

  static MemoryFile open(PageAllocatorConfig config) {
    return new MemoryFile(config.memoryFd(), config.limit(), config.has(PageAllocatorConfig.HUGE));
  }

  @Override
  public synchronized Region reserve(int maxPages) throws ErrnoException {
    if (maxPages < 0 || maxPages > MAX_PAGES) {
      throw Errno.EINVAL.exception();
    }
    long offset = nextOffset;
    return new FileRegion(map((long) maxPages * PAGE_SIZE), maxPages, limit, fd, offset);
  }

  @Override
  public synchronized Extent reserveExtent(int sizeBytes) throws ErrnoException {
    long offset = nextOffset;
    return new FileExtent(map(sizeBytes), fd, offset);
  }

  private MappedByteBuffer map(long sizeBytes) throws ErrnoException {
    try {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, nextOffset, sizeBytes);
      nextOffset += sizeBytes;
      if (huge && sizeBytes > 0) {
        HostKernel.advise(HostKernel.addressOf(mapped), sizeBytes, HostConstants.MADV_HUGEPAGE);
      }
      return mapped;
    } catch (IOException e) {
      // ftruncate or mmap refused: whichever, there is no memory of this size to have.
      throw Errno.ENOMEM.exception();
    }
  }

  @Override
  public MemoryLimit limit() {
    return limit;
  }

  private static boolean punch(int fd, long offset, long length) {
    return HostKernel.fallocate(fd, PUNCH, offset, length) == 0;
  }

  /** All of it is mapped when it is reserved: growing only moves the limit. */
  private static final class FileRegion extends Region {
    private final ByteBuffer mapped;
    private final int fd;
    private final long fileOffset;

    /** Mapped over the begin of the file's range, whose pages are holes there; or null. */
    private StartState start;

    FileRegion(ByteBuffer mapped, int maxPages, MemoryLimit limit, int fd, long fileOffset) {
      super(mapped, maxPages, limit);
      this.mapped = mapped;
      this.fd = fd;
      this.fileOffset = fileOffset;
    }

    @Override
    public boolean isFixed() {
      return true;
    }

    @Override
    protected ByteBuffer extend(int newPages) {
      return mapped;
    }

    @Override
    boolean map(StartState state) throws ErrnoException {
      if (!state.mapInto(mapped)) {
        return false;
      }
      start = state;
      return true;
    }

    @Override
    protected void release(int committedPages) {
      if (start != null) {
        start.discardIn(mapped);
      }
      if (committedPages > 0) {
        punch(fd, fileOffset, (long) committedPages * PAGE_SIZE);
      }
    }
  }

  private static final class FileExtent extends Extent {
    private final ByteBuffer mapped;
    private final int fd;
    private final long fileOffset;

    FileExtent(ByteBuffer mapped, int fd, long fileOffset) {
      this.mapped = mapped;
      this.fd = fd;
      this.fileOffset = fileOffset;
    }

    @Override
    public ByteBuffer bytes() {
      return mapped;
    }

    @Override
    public boolean commit(int offset, int length) {
      return true;
    }

    @Override
    public boolean discard(int offset, int length) {
      return punch(fd, fileOffset + offset, length);
    }

    /** One call of the host instead of a fault for every page, and no zeros to overwrite. */
    @Override
    int fill(int offset, IoSequence src, int length) {
      int done = 0;
      while (src.isDirect() && done < length) {
        int run = src.contiguous(length - done);
        int written = (int) HostKernel.pwrite(fd, src.address(), run, fileOffset + offset + done);
        if (written <= 0) {
          return done;
        }
        src.skip(written);
        done += written;
      }
      return done;
    }
  }
}
