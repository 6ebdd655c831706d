package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Whence;

/**
 * An open regular file of a tmpfs.
 *
 * <p>Locks: its file's, held for the whole of a transfer: each is atomic, and so is the choice of
 * the end with APPEND.
 */
final class TmpfsFileDescription extends FileDescription {
  private final TmpfsFile file;
  private long offset;
  private boolean released;

  TmpfsFileDescription(TmpfsFile file, int flags) {
    super(flags);
    this.file = file;
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
    return file.stat();
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    synchronized (file) {
      checkOpen();
      long read = file.read(offset, dst);
      offset += read;
      return read;
    }
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long position) throws ErrnoException {
    synchronized (file) {
      checkOpen();
      return file.read(position, dst);
    }
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    synchronized (file) {
      checkOpen();
      long position = appends() ? file.sizeBytes() : offset;
      long written = file.write(caller, position, src);
      offset = position + written;
      return written;
    }
  }

  /** As on Linux, a file that is open to append is appended to. */
  @Override
  public long pwrite(Caller caller, IoSequence src, long position) throws ErrnoException {
    synchronized (file) {
      checkOpen();
      return file.write(caller, appends() ? file.sizeBytes() : position, src);
    }
  }

  @Override
  public long seek(long distance, Whence whence) throws ErrnoException {
    synchronized (file) {
      checkOpen();
      long from =
          switch (whence) {
            case SET -> 0;
            case CURRENT -> offset;
            case END -> file.sizeBytes();
          };
      // Both are at most 2^63 - 1 and from is not negative, so a sum beyond that is negative.
      if (from + distance < 0) {
        throw Errno.EINVAL.exception();
      }
      offset = from + distance;
      return offset;
    }
  }

  @Override
  public void allocate(long position, long lengthBytes) throws ErrnoException {
    if (position < 0 || lengthBytes <= 0) {
      throw Errno.EINVAL.exception();
    }
    synchronized (file) {
      checkOpen();
      file.allocate(position, lengthBytes);
    }
  }

  @Override
  public void truncate(long sizeBytes) throws ErrnoException {
    if (sizeBytes < 0) {
      throw Errno.EINVAL.exception();
    }
    synchronized (file) {
      checkOpen();
      file.truncate(sizeBytes);
    }
  }

  /** There is no medium but memory. */
  @Override
  public void sync() {}

  @Override
  protected void applyTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    file.setTimes(caller, atimeNanos, mtimeNanos);
  }

  @Override
  protected void release() {
    synchronized (file) {
      released = true;
      file.closed();
    }
  }

  private boolean appends() {
    return (statusFlags() & OpenFlags.APPEND) != 0;
  }

  /** Another task may have closed the last descriptor meanwhile, and the pages may be gone. */
  private void checkOpen() throws ErrnoException {
    if (released) {
      throw Errno.EBADF.exception();
    }
  }
}
