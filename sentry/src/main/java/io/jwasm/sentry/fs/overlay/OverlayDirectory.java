package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.Covered;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;

/**
 * A directory of an overlay, which is one of
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
 * <p>Locks: {@link Overlay#changes} for all that changes names.
 */
final class OverlayDirectory extends Inode {
  private final Overlay overlay;

  /** Null for the root. */
  private final OverlayDirectory parent;

  private final String name;

  /** The directory below, or null when there is none or the one above knows it. */
  private final Inode lowerOnly;

  /** Null until it is known to exist. Never becomes another. */
  private volatile TmpfsDirectory upper;

  private OverlayDirectory(
      Overlay overlay,
      OverlayDirectory parent,
      String name,
      Inode lowerOnly,
      TmpfsDirectory upper) {
    this.overlay = overlay;
    this.parent = parent;
    this.name = name;
    this.lowerOnly = lowerOnly;
    this.upper = upper;
  }

  static OverlayDirectory root(Overlay overlay, TmpfsDirectory upper) {
    return new OverlayDirectory(overlay, null, "", null, upper);
  }

  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  public Stat stat() throws ErrnoException {
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

  @Override
  public Inode lookup(Caller caller, String childName) throws ErrnoException {
    checkAccess(caller, Permission.EXECUTE);
    Inode found = find(caller, childName);
    if (found == null) {
      throw Errno.ENOENT.exception();
    }
    return found;
  }

  /** Returns what has a name, or null; files that are above as they are. */
  Inode find(Caller caller, String childName) throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      return findBelow(caller, lowerOnly, childName);
    }
    Inode entry = UpperLayer.entry(above, childName);
    if (entry instanceof TmpfsDirectory directory) {
      return new OverlayDirectory(overlay, this, childName, null, directory);
    }
    if (entry != null) {
      return entry;
    }
    return isHidden(above.covered(), childName)
        ? null
        : findBelow(caller, above.covered().lower(), childName);
  }

  private static boolean isHidden(Covered covered, String childName) {
    return covered == null || covered.hides(childName);
  }

  private Inode findBelow(Caller caller, Inode lower, String childName) throws ErrnoException {
    try {
      Inode found = lower.lookup(caller, childName);
      return found.type() == FileType.DIRECTORY
          ? new OverlayDirectory(overlay, this, childName, found, null)
          : new LowerFile(overlay, this, childName, found);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      lowerOnly.openDirectory(caller).close(); // whoever may not, must not
    } else {
      above.openDirectory(caller).close();
    }
    return new OverlayOpenDirectory(overlay, this);
  }

  @Override
  public FileDescription create(Caller caller, String childName, int mode, int flags)
      throws ErrnoException {
    synchronized (overlay.changes()) {
      return prepareNew(caller, childName).create(caller, childName, mode, flags);
    }
  }

  @Override
  public void makeDirectory(Caller caller, String childName, int mode) throws ErrnoException {
    synchronized (overlay.changes()) {
      prepareNew(caller, childName).makeDirectory(caller, childName, mode);
    }
  }

  @Override
  public void symlink(Caller caller, String childName, String target) throws ErrnoException {
    synchronized (overlay.changes()) {
      prepareNew(caller, childName).symlink(caller, childName, target);
    }
  }

  @Override
  public void link(Caller caller, String childName, Inode file) throws ErrnoException {
    synchronized (overlay.changes()) {
      TmpfsDirectory above = prepareNew(caller, childName);
      Inode old = file instanceof LowerFile lower ? lower.copyUp(caller) : file;
      above.link(caller, childName, old);
    }
  }

  @Override
  public void unlink(Caller caller, String childName) throws ErrnoException {
    synchronized (overlay.changes()) {
      Inode child = removable(caller, childName);
      if (child.type() == FileType.DIRECTORY) {
        throw Errno.EISDIR.exception();
      }
      TmpfsDirectory above = hideBelow(caller, childName);
      if (UpperLayer.entry(above, childName) != null) {
        above.unlink(caller, childName);
      } else {
        above.entriesChanged();
      }
    }
  }

  @Override
  public void removeDirectory(Caller caller, String childName) throws ErrnoException {
    synchronized (overlay.changes()) {
      if (!(removable(caller, childName) instanceof OverlayDirectory child)) {
        throw Errno.ENOTDIR.exception();
      }
      child.checkEmpty(caller);
      TmpfsDirectory above = hideBelow(caller, childName);
      if (UpperLayer.entry(above, childName) != null) {
        above.removeDirectory(caller, childName);
      } else {
        above.entriesChanged();
      }
    }
  }

  @Override
  public void rename(Caller caller, String childName, Inode newDirectory, String newName)
      throws ErrnoException {
    if (!(newDirectory instanceof OverlayDirectory target) || target.overlay != overlay) {
      throw Errno.EXDEV.exception();
    }
    synchronized (overlay.changes()) {
      new OverlayRename(caller, this, childName, target, newName).run();
    }
  }

  @Override
  public void setTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    if (atimeNanos == Timestamp.OMIT && mtimeNanos == Timestamp.OMIT) {
      return;
    }
    Permission.checkTimes(caller, stat(), atimeNanos, mtimeNanos);
    synchronized (overlay.changes()) {
      copyUp().setTimes(caller, atimeNanos, mtimeNanos);
    }
  }

  /** Returns whether this is the directory or lies below it; with the lock. */
  boolean isWithin(OverlayDirectory directory) throws ErrnoException {
    long number = directory.stat().inode();
    for (OverlayDirectory at = this; at != null; at = at.parent) {
      if (at.stat().inode() == number) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is a directory below, in which case this one does not move. */
  boolean isMerged() throws ErrnoException {
    TmpfsDirectory above = upper();
    return above == null || above.covered() != null;
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
    if (entry == null && !isHidden(above.covered(), name)) {
      return null;
    }
    // What was made here covers nothing, so this is the copy of the directory below.
    if (entry instanceof TmpfsDirectory copy && copy.covered() != null) {
      upper = copy;
      return copy;
    }
    throw Errno.ENOENT.exception();
  }

  /** Returns the directory below, or null. */
  Inode lower() throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      return lowerOnly;
    }
    return above.covered() == null ? null : above.covered().lower();
  }

  /** Returns the directory above, after copying it and those that it lies in; with the lock. */
  TmpfsDirectory copyUp() throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above == null) {
      above = UpperLayer.copyDirectory(parent.copyUp(), name, lowerOnly);
      upper = above;
    }
    return above;
  }

  void checkAccess(Caller caller, int wanted) throws ErrnoException {
    Permission.check(caller, stat(), wanted);
  }

  /**
   * Returns what the caller may take out of here; with the lock.
   *
   * <p>Errors: EACCES; ENOENT; EPERM by a sticky bit.
   */
  Inode removable(Caller caller, String childName) throws ErrnoException {
    Stat here = stat();
    Permission.check(caller, here, Permission.CHANGE_ENTRIES);
    Inode child = find(caller, childName);
    if (child == null) {
      throw Errno.ENOENT.exception();
    }
    Permission.checkSticky(caller, here.uid(), here.mode(), child.stat().uid());
    return child;
  }

  /** Hides what has a name below, if anything; returns the directory above. With the lock. */
  TmpfsDirectory hideBelow(Caller caller, String childName) throws ErrnoException {
    TmpfsDirectory above = copyUp();
    Covered covered = above.covered();
    if (!isHidden(covered, childName) && findBelow(caller, covered.lower(), childName) != null) {
      covered.hide(childName);
    }
    return above;
  }

  /** ENOTEMPTY unless nothing is seen in here; with the lock. */
  void checkEmpty(Caller caller) throws ErrnoException {
    TmpfsDirectory above = upper();
    if (above != null && !above.isEmpty()) {
      throw Errno.ENOTEMPTY.exception();
    }
    if (lower() != null && MergedListing.hasEntries(caller, above, lower())) {
      throw Errno.ENOTEMPTY.exception();
    }
  }

  /** Returns the directory above when a name is free and the caller may use it; with the lock. */
  private TmpfsDirectory prepareNew(Caller caller, String childName) throws ErrnoException {
    checkAccess(caller, Permission.CHANGE_ENTRIES);
    if (find(caller, childName) != null) {
      throw Errno.EEXIST.exception();
    }
    return copyUp();
  }
}
