package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Whence;

/**
 * A file below that is open for reading. It shows the same content also after the file was copied
 * up and changed, as on Linux.
 */
final class LowerFileDescription extends FileDescription {
  private final LowerFile file;
  private final FileDescription lower;

  LowerFileDescription(LowerFile file, FileDescription lower, int flags) {
    super(flags);
    this.file = file;
    this.lower = lower;
  }

  @Override
  public FileType type() {
    return lower.type();
  }

  @Override
  public boolean seekable() {
    return lower.seekable();
  }

  @Override
  public Stat stat() throws ErrnoException {
    return file.adopted(lower.stat());
  }

  @Override
  protected void applyStatusFlags(int flags) throws ErrnoException {
    lower.setStatusFlags(flags);
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    return lower.read(caller, dst);
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    return lower.pread(caller, dst, offset);
  }

  @Override
  public long seek(long offset, Whence whence) throws ErrnoException {
    return lower.seek(offset, whence);
  }

  /** Nothing was written through it. */
  @Override
  public void sync() {}

  @Override
  protected void applyTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    file.setTimesOfOpen(caller, atimeNanos, mtimeNanos);
  }

  @Override
  protected void release() {
    lower.drop();
  }
}
