package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;
import io.jwasm.sentry.vfs.Whence;

/**
 * A file below that is open for reading. It shows the same content also after the file was copied
 * up and changed, as on Linux.
 */
final class LowerFileDescription extends FileDescription {
  private final Overlay overlay;
  private final OverlayDirectory start;
  private final String path;
  private final FileDescription lower;

  /** The copy above that times were set on, or null. Guarded by the overlay's lock. */
  private Inode copy;

  /**
   * @param start from where the file was found
   * @param path by which names
   * @param lower the file below
   */
  LowerFileDescription(
      Overlay overlay, OverlayDirectory start, String path, FileDescription lower, int flags) {
    super(flags);
    this.overlay = overlay;
    this.start = start;
    this.path = path;
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
    return overlay.layer().adopted(lower.stat());
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
    if (atimeNanos == Timestamp.OMIT && mtimeNanos == Timestamp.OMIT) {
      return;
    }
    synchronized (overlay.changes()) {
      if (copy == null) {
        copy = copyUp(caller, atimeNanos, mtimeNanos);
      }
      copy.setTimes(caller, atimeNanos, mtimeNanos);
    }
  }

  /** ENOENT or ESTALE when the file does not have its name any more. */
  private Inode copyUp(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    Stat open = lower.stat();
    Inode found = start.resolve(caller, path);
    if (found instanceof LowerFile file && file.isBelow(open)) {
      Permission.checkTimes(caller, open, atimeNanos, mtimeNanos);
      return file.copyUp(caller);
    }
    if (found.stat().inode() != open.inode()) {
      throw Errno.ESTALE.exception();
    }
    return found;
  }

  @Override
  protected void release() {
    lower.drop();
  }
}
