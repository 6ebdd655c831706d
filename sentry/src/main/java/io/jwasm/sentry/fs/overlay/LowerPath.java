package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.fs.tmpfs.UpperLayer;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Permission;

/**
 * The part of a path that is only below, which the file system there can walk in one step: nothing
 * is above a directory that is only below.
 */
final class LowerPath {
  private final Overlay overlay;
  private final OverlayDirectory start;
  private final Inode lower;
  private final String path;

  private LowerPath(Overlay overlay, OverlayDirectory start, Inode lower, String path) {
    this.overlay = overlay;
    this.start = start;
    this.lower = lower;
    this.path = path;
  }

  /**
   * Follows a path as far as there are directories above; null when it takes a walk to say where it
   * leads, or why nowhere.
   *
   * <p>Errors: EACCES; ENOENT.
   */
  static LowerPath of(Overlay overlay, Caller caller, OverlayDirectory from, String path)
      throws ErrnoException {
    OverlayDirectory at = from;
    String rest = path;
    while (true) {
      TmpfsDirectory above = at.layers().upper();
      if (above == null) {
        return new LowerPath(overlay, at, at.layers().lower(), rest);
      }
      int slash = rest.indexOf('/');
      String name = slash < 0 ? rest : rest.substring(0, slash);
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return null;
      }
      Inode entry = UpperLayer.entry(above, name);
      if (entry == null) {
        return at.layers().shows(name)
            ? new LowerPath(overlay, at, at.layers().lower(), rest)
            : null;
      }
      if (slash < 0 || !(entry instanceof TmpfsDirectory directory)) {
        return null;
      }
      at.checkAccess(caller, Permission.EXECUTE);
      at = at.child(name, directory);
      rest = rest.substring(slash + 1);
    }
  }

  /** Opens the file for reading, or returns null. */
  FileDescription open(Caller caller, int flags) throws ErrnoException {
    start.checkAccess(caller, Permission.EXECUTE);
    FileDescription file = lower.openBelow(caller, path, flags, 0);
    return file == null ? null : new LowerFileDescription(overlay, start, path, file, flags);
  }

  /** Returns the file, or null; also for a directory, which has to know what it is in. */
  Inode lookup(Caller caller) throws ErrnoException {
    start.checkAccess(caller, Permission.EXECUTE);
    Inode file = lower.lookupBelow(caller, path);
    return file == null || file.type() == FileType.DIRECTORY
        ? null
        : new LowerFile(overlay, start, path, file);
  }
}
