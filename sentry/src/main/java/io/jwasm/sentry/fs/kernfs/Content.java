package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Whence;

/**
 * An open kernel file: what it said when it was opened.
 *
 * <p>Locks: its own guards the offset.
 */
final class Content extends FileDescription {
  private final Stat stat;
  private final byte[] bytes;
  private long offset;

  Content(Stat stat, byte[] bytes, int flags) {
    super(flags);
    this.stat = stat;
    this.bytes = bytes;
  }

  @Override
  public FileType type() {
    return FileType.REGULAR;
  }

  @Override
  public boolean seekable() {
    return true;
  }

  @Override
  public Stat stat() {
    return stat;
  }

  @Override
  public synchronized long read(Caller caller, IoSequence dst) {
    long count = pread(caller, dst, offset);
    offset += count;
    return count;
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long from) {
    if (from >= bytes.length) {
      return 0;
    }
    int count = (int) Math.min(dst.remaining(), bytes.length - from);
    dst.put(bytes, (int) from, count);
    return count;
  }

  @Override
  public synchronized long seek(long distance, Whence whence) throws ErrnoException {
    long base =
        switch (whence) {
          case SET -> 0;
          case CURRENT -> offset;
          case END -> bytes.length;
        };
    long moved = base + distance;
    // base is not negative, so that only a sum beyond 2^63 - 1 or before 0 is negative.
    if (moved < 0) {
      throw Errno.EINVAL.exception();
    }
    offset = moved;
    return moved;
  }
}
