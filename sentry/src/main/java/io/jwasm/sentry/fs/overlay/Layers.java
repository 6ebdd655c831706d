package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Stat;

/**
 * What a directory of an overlay consists of, which is one of
 *
 * <pre>
 *   only above       made here; what has its name below, if anything, is hidden
 *   above and below  the one above is a copy that covers the one below, and hides some of its names
 *   only below       known by its parent and name, until something in it changes
 * </pre>
 *
 * <p>A directory that is below never moves, so parent and name stay right as long as they matter.
 * What is kept in the tree above decides; objects of this class come and go with walks, and several
 * may stand for the same directory.
 *
 * <p>Locks: {@link Overlay#changes} to copy.
 */
final class Layers {
  private final Overlay overlay;

  /** Null for the root. */
  private final Layers parent;

  private final String name;

  /** The directory below, or null when there is none or the one above knows it. */
  private final Inode lowerOnly;

  /** Null until it is known to exist. Never becomes another. */
  private volatile TmpfsDirectory upper;

  private Layers(
      Overlay overlay, Layers parent, String name, Inode lowerOnly, TmpfsDirectory upper) {
    this.overlay = overlay;
    this.parent = parent;
    this.name = name;
    this.lowerOnly = lowerOnly;
    this.upper = upper;
  }

  static Layers root(Overlay overlay) {
    return new Layers(overlay, null, "", null, overlay.layer().root());
  }

  /** Returns a directory in this one that is above, and perhaps below. */
  Layers above(String childName, TmpfsDirectory directory) {
    return new Layers(overlay, this, childName, null, directory);
  }

  /** Returns a directory in this one that is only below. */
  Layers below(String childName, Inode directory) {
    return new Layers(overlay, this, childName, directory, null);
  }

  /**
   * Returns the directory above, or null when there is none.
   *
   * <p>Errors: ENOENT when this was removed, whatever has its name now.
   */
  TmpfsDirectory upper() throws ErrnoException {
    TmpfsDirectory known = upper;
    if (known != null) {
      return known;
    }
    TmpfsDirectory above = parent.upper();
    if (above == null) {
      return null;
    }
    Inode entry = UpperLayer.entry(above, name);
    if (entry == null && parent.shows(name)) {
      return null;
    }
    // What was made here covers nothing, so this is the copy of the directory below.
    if (entry instanceof TmpfsDirectory copy && copy.covered() != null) {
      upper = copy;
      return copy;
    }
    throw Errno.ENOENT.exception();
  }

  /** Returns the directory below, or null; ENOENT. */
  Inode lower() throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      return lowerOnly;
    }
    return above.covered() == null ? null : above.covered().lower();
  }

  /** Returns whether there is a directory below, in which case this one does not move; ENOENT. */
  boolean isMerged() throws ErrnoException {
    return lower() != null;
  }

  /** Returns whether what has a name below is seen, if nothing above has it; ENOENT. */
  boolean shows(String childName) throws ErrnoException {
    TmpfsDirectory above = upper();
    return above == null || (above.covered() != null && !above.covered().hides(childName));
  }

  /** Returns the directory above, after copying it and those that it lies in; ENOENT; ENOSPC. */
  TmpfsDirectory copyUp() throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      above = UpperLayer.copyDirectory(parent.copyUp(), name, lowerOnly);
      upper = above;
    }
    return above;
  }

  /** Returns whether both are the same directory; ENOENT. */
  boolean isSame(Layers other) throws ErrnoException {
    TmpfsDirectory above = upper();
    TmpfsDirectory otherAbove = other.upper();
    if (above != null || otherAbove != null) {
      return above == otherAbove;
    }
    return LowerFile.isSame(lowerOnly, other.lowerOnly);
  }

  /** Returns whether this is the directory or lies below it; ENOENT. */
  boolean isWithin(Layers directory) throws ErrnoException {
    Layers at = this;
    while (at != null && !at.isSame(directory)) {
      at = at.parent;
    }
    return at != null;
  }

  Stat stat() throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      return overlay.layer().adopted(lowerOnly.stat());
    }
    Stat stat = above.stat();
    // Those below are not counted, and 1 says so, as on Linux.
    return above.covered() == null || stat.links() == 0 ? stat : withOneLink(stat);
  }

  private static Stat withOneLink(Stat stat) {
    return new Stat(
        stat.device(),
        stat.inode(),
        stat.type(),
        stat.mode(),
        1,
        stat.uid(),
        stat.gid(),
        stat.sizeBytes(),
        stat.atimeNanos(),
        stat.mtimeNanos(),
        stat.ctimeNanos());
  }
}
