package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.ErrnoException;

/**
 * The short way to a file: most paths have no link in them, and one call of the host finds what a
 * walk would look up name by name.
 */
final class DirectPath {
  private DirectPath() {}

  /** As {@link Vfs#open}; null when the path has to be walked. */
  static FileDescription open(Caller caller, Dentry from, String path, int flags, int mode)
      throws ErrnoException {
    Dentry mounted = from.mountedAtFirstOf(path);
    if (mounted != null) {
      return open(caller, mounted, afterFirst(path), flags, mode);
    }
    Mount mount = from.mount();
    int changes = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE;
    if ((flags & (OpenFlags.EXCLUSIVE | OpenFlags.DIRECTORY)) != 0
        || (mount.readOnly() && (flags & changes) != 0)
        || !PathWalker.staysBelow(from, path)) {
      return null;
    }
    FileDescription file = from.inode().openBelow(caller, path, flags, mode & ~caller.umask());
    return file == null ? null : file.openedAt(mount, from, path);
  }

  /** Returns the file that a path leads to; null when the path has to be walked. */
  static Inode lookup(Caller caller, Dentry from, String path) {
    Dentry mounted = from.mountedAtFirstOf(path);
    if (mounted != null) {
      return lookup(caller, mounted, afterFirst(path));
    }
    return PathWalker.staysBelow(from, path) ? from.inode().lookupBelow(caller, path) : null;
  }

  private static String afterFirst(String path) {
    return path.substring(path.indexOf('/') + 1);
  }
}
