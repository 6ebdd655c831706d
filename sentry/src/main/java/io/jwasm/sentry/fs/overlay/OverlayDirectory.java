package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;

/**
 * A directory of an overlay: what is above comes before what is below, and what changes is above.
 *
 * <p>Locks: {@link Overlay#changes} for all that changes names.
 */
final class OverlayDirectory extends Inode {
  private final Overlay overlay;

  private final Layers layers;

  private OverlayDirectory(Overlay overlay, Layers layers) {
    this.overlay = overlay;
    this.layers = layers;
  }

  static OverlayDirectory root(Overlay overlay) {
    return new OverlayDirectory(overlay, Layers.root(overlay));
  }

  Layers layers() {
    return layers;
  }

  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  public Stat stat() throws ErrnoException {
    return layers.stat();
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
    Inode entry = findAbove(childName);
    if (entry == null) {
      entry = findBelow(caller, childName);
    }
    // What is hidden below may be so because of what came above meanwhile.
    return entry == null ? findAbove(childName) : entry;
  }

  private Inode findAbove(String childName) throws ErrnoException {
    TmpfsDirectory above = layers.upper();
    Inode entry = above == null ? null : UpperLayer.entry(above, childName);
    return entry instanceof TmpfsDirectory directory ? child(childName, directory) : entry;
  }

  /** Returns the directory that is above under a name. */
  OverlayDirectory child(String childName, TmpfsDirectory directory) {
    return new OverlayDirectory(overlay, layers.above(childName, directory));
  }

  /** Returns what is seen under a name if nothing above has it, or null. */
  Inode findBelow(Caller caller, String childName) throws ErrnoException {
    if (!layers.shows(childName)) {
      return null;
    }
    try {
      Inode found = layers.lower().lookup(caller, childName);
      return found.type() == FileType.DIRECTORY
          ? new OverlayDirectory(overlay, layers.below(childName, found))
          : new LowerFile(overlay, this, childName, found);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Returns what a path of names leads to, through no link.
   *
   * <p>Errors: ENOENT; ENOTDIR; EACCES.
   */
  Inode resolve(Caller caller, String path) throws ErrnoException {
    Inode at = this;
    int begin = 0;
    while (begin < path.length()) {
      int slash = path.indexOf('/', begin);
      int end = slash < 0 ? path.length() : slash;
      String component = path.substring(begin, end);
      if (!component.isEmpty() && !component.equals(".")) {
        at = at.lookup(caller, component);
      }
      begin = end + 1;
    }
    return at;
  }

  @Override
  public Inode lookupBelow(Caller caller, String path) {
    try {
      LowerPath below = LowerPath.of(overlay, caller, this, path);
      return below == null ? null : below.lookup(caller);
    } catch (ErrnoException e) {
      return null; // a walk says why
    }
  }

  @Override
  public FileDescription openBelow(Caller caller, String path, int flags, int mode)
      throws ErrnoException {
    if ((flags & (OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE)) != 0) {
      return null;
    }
    LowerPath below = LowerPath.of(overlay, caller, this, path);
    return below == null ? null : below.open(caller, flags);
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    TmpfsDirectory above = layers.upper();
    // Whoever may not, must not.
    (above == null ? layers.lower() : above).openDirectory(caller).close();
    return new OverlayOpenDirectory(overlay, this);
  }

  @Override
  public OpenDirectory openForSearch(Caller caller) throws ErrnoException {
    layers.upper(); // a removed one must not
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
      layers.copyUp().setTimes(caller, atimeNanos, mtimeNanos);
    }
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
    TmpfsDirectory above = layers.copyUp();
    if (findBelow(caller, childName) != null) {
      above.covered().reserve(childName);
      above.covered().hide(childName);
    }
    return above;
  }

  /** ENOTEMPTY unless nothing is seen in here; with the lock. */
  void checkEmpty(Caller caller) throws ErrnoException {
    TmpfsDirectory above = layers.upper();
    if (above != null && !above.isEmpty()) {
      throw Errno.ENOTEMPTY.exception();
    }
    if (layers.isMerged() && MergedListing.hasEntries(caller, above, layers.lower())) {
      throw Errno.ENOTEMPTY.exception();
    }
  }

  /** Returns the directory above when a name is free and the caller may use it; with the lock. */
  private TmpfsDirectory prepareNew(Caller caller, String childName) throws ErrnoException {
    checkAccess(caller, Permission.CHANGE_ENTRIES);
    if (find(caller, childName) != null) {
      throw Errno.EEXIST.exception();
    }
    return layers.copyUp();
  }
}
