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
  private final OverlayDirectory start;

  /** From there; mostly one name. */
  private final String path;

  private final Inode lower;

  LowerFile(Overlay overlay, OverlayDirectory start, String path, Inode lower) {
    this.overlay = overlay;
    this.start = start;
    this.path = path;
    this.lower = lower;
  }

  /** Returns whether two files below are one. */
  static boolean isSame(Inode one, Inode other) throws ErrnoException {
    Stat stat = one.stat();
    Stat otherStat = other.stat();
    return stat.inode() == otherStat.inode() && stat.device() == otherStat.device();
  }

  boolean isSame(LowerFile other) throws ErrnoException {
    return isSame(lower, other.lower);
  }

  /** Returns whether this is the file that somebody has open below. */
  boolean isBelow(Stat open) throws ErrnoException {
    Stat stat = lower.stat();
    return stat.inode() == open.inode() && stat.device() == open.device();
  }

  @Override
  public FileType type() {
    return lower.type();
  }

  @Override
  public Stat stat() throws ErrnoException {
    return overlay.layer().adopted(lower.stat());
  }

  @Override
  public String readLink() throws ErrnoException {
    return lower.readLink();
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    boolean truncates = OpenFlags.has(flags, OpenFlags.TRUNCATE);
    if (type() != FileType.REGULAR || !(truncates || OpenFlags.has(flags, OpenFlags.WRITE))) {
      return new LowerFileDescription(overlay, start, path, lower.open(caller, flags), flags);
    }
    Permission.check(caller, lower.stat(), Permission.of(flags));
    synchronized (overlay.changes()) {
      return (truncates ? copyUpEmpty(caller) : copyUp(caller)).open(caller, flags);
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

  /**
   * Returns the file above, after copying it there; with the lock.
   *
   * <p>Errors: ESTALE when it was removed; ENOSPC; EPERM for what cannot be copied, as a FIFO; EIO.
   */
  Inode copyUp(Caller caller) throws ErrnoException {
    OverlayDirectory parent = parent(caller);
    Inode above = above(parent);
    if (above != null) {
      return above;
    }
    return switch (type()) {
      case REGULAR -> copyUpFile(caller, parent);
      case SYMLINK -> overlay.layer().copySymlink(parent.layers().copyUp(), name(), lower);
      case DIRECTORY, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> throw Errno.EPERM.exception();
    };
  }

  private Inode copyUpFile(Caller caller, OverlayDirectory parent) throws ErrnoException {
    FileDescription content = lower.open(caller, OpenFlags.READ);
    try {
      return overlay.layer().copyFile(caller, parent.layers().copyUp(), name(), lower, content);
    } finally {
      content.drop();
    }
  }

  /** As {@link #copyUp}, of a regular file whose content nobody wants. */
  private Inode copyUpEmpty(Caller caller) throws ErrnoException {
    OverlayDirectory parent = parent(caller);
    Inode above = above(parent);
    return above != null
        ? above
        : overlay.layer().copyEmptyFile(parent.layers().copyUp(), name(), lower);
  }

  /** Returns what has the name above since this was found, or null when it is still only below. */
  private Inode above(OverlayDirectory parent) throws ErrnoException {
    TmpfsDirectory directory = parent.layers().upper();
    if (directory == null) {
      return null;
    }
    Inode entry = UpperLayer.entry(directory, name());
    if (entry == null && parent.layers().shows(name())) {
      return null;
    }
    if (entry == null || entry.type() != type()) {
      throw Errno.ESTALE.exception();
    }
    return entry;
  }

  private OverlayDirectory parent(Caller caller) throws ErrnoException {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return start;
    }
    if (start.resolve(caller, path.substring(0, slash)) instanceof OverlayDirectory parent) {
      return parent;
    }
    throw Errno.ENOENT.exception();
  }

  private String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
