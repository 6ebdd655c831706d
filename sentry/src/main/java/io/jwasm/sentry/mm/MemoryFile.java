package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.InheritedFd;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The page allocator on a sparse file: a memfd passed by the launcher, or a deleted temporary file
 * where there is none. Each region is a mapping of its own range of the file; the host allocates a
 * page when the guest first touches it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
 */
public final class MemoryFile implements PageAllocator {
  private final FileChannel channel;
  private final MemoryLimit limit;
  private long nextOffset;

  private MemoryFile(FileChannel channel, MemoryLimit limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /** Returns an allocator on an inherited descriptor, which must be readable and writable. */
  public static MemoryFile inherited(int fd, MemoryLimit limit) {
    return new MemoryFile(InheritedFd.readWritable(fd), limit);
  }

  /** Returns an allocator on a new file without a name in the directory for temporary files. */
  public static MemoryFile temporary(MemoryLimit limit) throws IOException {
    Path path = Files.createTempFile("jwasm-memory", "");
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE); // on Linux the name is gone at once
    return new MemoryFile(channel, limit);
  }

  @Override
  public synchronized Region reserve(int maxPages) throws ErrnoException {
    if (maxPages < 0 || maxPages > MAX_PAGES) {
      throw Errno.EINVAL.exception();
    }
    long sizeBytes = (long) maxPages * PAGE_SIZE;
    try {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, nextOffset, sizeBytes);
      nextOffset += sizeBytes;
      return new Region(mapped, limit);
    } catch (IOException e) {
      // ftruncate or mmap refused: whichever, there is no memory of this size to have.
      throw Errno.ENOMEM.exception();
    }
  }

  @Override
  public long committedBytes() {
    return limit.chargedBytes();
  }
}
