package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;

/**
 * A file that is only below, as a walk found it there. What changes it works on a copy above, which
 * takes its name; walks find that one from then on.
 */
final class LowerFile extends Inode {
  private final Overlay overlay;
  private final OverlayDirectory parent;
  private final String name;
  private final Inode lower;

  LowerFile(Overlay overlay, OverlayDirectory parent, String name, Inode lower) {
    this.overlay = overlay;
    this.parent = parent;
    this.name = name;
    this.lower = lower;
  }

  @Override
  public FileType type() {
    return lower.type();
  }

  @Override
  public Stat stat() throws ErrnoException {
    return adopted(lower.stat());
  }

  /** Returns what is known of the file below, as one of the overlay. */
  Stat adopted(Stat stat) {
    return overlay.layer().adopted(stat);
  }

  @Override
  public String readLink() throws ErrnoException {
    return lower.readLink();
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    boolean truncates = OpenFlags.has(flags, OpenFlags.TRUNCATE);
    if (type() != FileType.REGULAR || !(truncates || OpenFlags.has(flags, OpenFlags.WRITE))) {
      return new LowerFileDescription(this, lower.open(caller, flags), flags);
    }
    Permission.check(caller, lower.stat(), Permission.of(flags));
    synchronized (overlay.changes()) {
      return (truncates ? copyUpEmpty() : copyUp(caller)).open(caller, flags);
    }
  }

  @Override
  public void setTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    if (atimeNanos == Timestamp.OMIT && mtimeNanos == Timestamp.OMIT) {
      return;
    }
    Permission.checkTimes(caller, lower.stat(), atimeNanos, mtimeNanos);
    synchronized (overlay.changes()) {
      copyUp(caller).setTimes(caller, atimeNanos, mtimeNanos);
    }
  }

  /** As {@link #setTimes} through an open file; ESTALE when another one has its name now. */
  void setTimesOfOpen(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    synchronized (overlay.changes()) {
      Inode above = above();
      if (above != null && above.stat().inode() != lower.stat().inode()) {
        throw Errno.ESTALE.exception();
      }
      setTimes(caller, atimeNanos, mtimeNanos);
    }
  }

  /**
   * Returns the file above, after copying it there; with the lock.
   *
   * <p>Errors: ENOENT when it was removed; ENOSPC; EPERM for what cannot be copied, as a FIFO; EIO.
   */
  Inode copyUp(Caller caller) throws ErrnoException {
    Inode above = above();
    if (above != null) {
      return above;
    }
    return switch (type()) {
      case REGULAR -> copyUpFile(caller);
      case SYMLINK -> overlay.layer().copySymlink(parent.copyUp(), name, lower);
      case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> throw Errno.EPERM.exception();
    };
  }

  private Inode copyUpFile(Caller caller) throws ErrnoException {
    FileDescription content = lower.open(caller, OpenFlags.READ);
    try {
      return overlay.layer().copyFile(caller, parent.copyUp(), name, lower, content);
    } finally {
      content.drop();
    }
  }

  /** As {@link #copyUp}, of a regular file whose content nobody wants. */
  private Inode copyUpEmpty() throws ErrnoException {
    Inode above = above();
    return above != null ? above : overlay.layer().copyEmptyFile(parent.copyUp(), name, lower);
  }

  /** Returns what has the name above since this was found, or null when it is still only below. */
  private Inode above() throws ErrnoException {
    TmpfsDirectory directory = parent.upper();
    if (directory == null) {
      return null;
    }
    Inode entry = UpperLayer.entry(directory, name);
    if (entry == null && !directory.covered().hides(name)) {
      return null;
    }
    if (entry == null || entry.type() != type()) {
      throw Errno.ENOENT.exception();
    }
    return entry;
  }
}
