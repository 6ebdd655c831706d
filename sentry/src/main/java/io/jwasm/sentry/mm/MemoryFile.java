package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.InheritedFd;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The page allocator on a sparse file: a memfd passed by the launcher, or one of its own where
 * there is none. Each region is a mapping of its own range of the file; the host allocates a page
 * when the guest first touches it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
 */
public final class MemoryFile implements PageAllocator {
  private final int fd;
  private final FileChannel channel;
  private final MemoryLimit limit;
  private long nextOffset;

  private MemoryFile(int fd, MemoryLimit limit) {
    this.fd = fd;
    this.channel = InheritedFd.readWritable(fd);
    this.limit = limit;
  }

  /** Returns an allocator on an inherited descriptor, which must be readable and writable. */
  public static MemoryFile inherited(int fd, MemoryLimit limit) {
    return new MemoryFile(fd, limit);
  }

  /** Returns an allocator on a new file without a name. */
  public static MemoryFile temporary(MemoryLimit limit) throws IOException {
    int fd = HostKernel.memfd();
    if (fd < 0) {
      throw new IOException("cannot make a memory file: error " + -fd);
    }
    return new MemoryFile(fd, limit);
  }

  @Override
  public synchronized Region reserve(int maxPages) throws ErrnoException {
    if (maxPages < 0 || maxPages > MAX_PAGES) {
      throw Errno.EINVAL.exception();
    }
    return new Region(map((long) maxPages * PAGE_SIZE), limit);
  }

  @Override
  public synchronized Extent reserveExtent(int sizeBytes) throws ErrnoException {
    long offset = nextOffset;
    return new Extent(map(sizeBytes), fd, offset);
  }

  private MappedByteBuffer map(long sizeBytes) throws ErrnoException {
    try {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, nextOffset, sizeBytes);
      nextOffset += sizeBytes;
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

  @Override
  public long committedBytes() {
    return limit.chargedBytes();
  }
}
