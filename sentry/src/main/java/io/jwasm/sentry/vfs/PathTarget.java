package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.List;

/**
 * Where a walk ended: the last component of a path, which may not exist, and the directory it is
 * in.
 */
final class PathTarget {
  private final Dentry directory;
  private final String name;
  private final Inode inode;
  private final Mount mount;
  private final MountPoint point;
  private final boolean trailingSlash;
  private final boolean linked;

  private PathTarget(
      Dentry directory,
      String name,
      Inode inode,
      Mount mount,
      MountPoint point,
      boolean trailingSlash,
      boolean linked) {
    this.directory = directory;
    this.name = name;
    this.inode = inode;
    this.mount = mount;
    this.point = point;
    this.trailingSlash = trailingSlash;
    this.linked = linked;
  }

  /** A path that names a directory by {@code .}, {@code ..} or nothing after a slash. */
  static PathTarget itself(Dentry directory) {
    return new PathTarget(
        directory, null, directory.inode(), directory.mount(), directory.point(), true, false);
  }

  static PathTarget entry(
      Dentry directory,
      String name,
      Inode inode,
      Mount mount,
      MountPoint point,
      boolean trailingSlash) {
    return new PathTarget(directory, name, inode, mount, point, trailingSlash, false);
  }

  /** The file that this symbolic link leads to without a path; null when it has one. */
  PathTarget linked() {
    Inode file = inode.linked();
    return file == null
        ? null
        : new PathTarget(directory, name, file, mount, null, trailingSlash, true);
  }

  /** Returns whether the file is the one of that name in the directory. */
  boolean hasPath() {
    return !linked;
  }

  /** Returns the directory that holds the entry. */
  Dentry directory() {
    return directory;
  }

  /**
   * Returns the last component, or null when the path names a directory without saying its name.
   */
  String name() {
    return name;
  }

  boolean exists() {
    return inode != null;
  }

  /**
   * Returns the file.
   *
   * <p>Errors: ENOENT; ENOTDIR when a slash follows what is no directory.
   */
  Inode inode() throws ErrnoException {
    if (inode == null) {
      throw Errno.ENOENT.exception();
    }
    if (trailingSlash && inode.type() != FileType.DIRECTORY) {
      throw Errno.ENOTDIR.exception();
    }
    return inode;
  }

  /** Returns the names that lead here from where walks end. */
  List<String> names() {
    List<String> names = directory.names();
    if (name != null) {
      names.add(name);
    }
    return names;
  }

  /** Returns where the symbolic link points. */
  String linkTarget() throws ErrnoException {
    return inode.readLink();
  }

  boolean isSymlink() {
    return inode != null && inode.type() == FileType.SYMLINK;
  }

  boolean isDirectory() {
    return inode != null && inode.type() == FileType.DIRECTORY;
  }

  /** Returns the mount that the file lies in; that of the directory when it does not exist. */
  Mount mount() {
    return mount;
  }

  /** Returns whether a mount hangs here or below, so that the name must stay. */
  boolean leadsToMount() {
    return point != null;
  }

  boolean hasTrailingSlash() {
    return trailingSlash;
  }

  /**
   * Returns the file, a directory, as the start of other walks.
   *
   * <p>Errors: ENOENT; ENOTDIR.
   */
  Dentry directoryBelow() throws ErrnoException {
    if (name == null) {
      return directory;
    }
    if (inode().type() != FileType.DIRECTORY) {
      throw Errno.ENOTDIR.exception();
    }
    return directory.child(name, inode, mount, point);
  }

  /** Checks that the file may be changed: EROFS. */
  void checkWritable() throws ErrnoException {
    check(mount);
  }

  /** Checks that the directory's names may be changed: EROFS of the mount that holds the name. */
  void checkDirectoryWritable() throws ErrnoException {
    check(directory.mount());
  }

  /** Checks that the name can be made: EEXIST; ENOENT after a slash; EROFS. */
  void checkNew() throws ErrnoException {
    if (inode != null) {
      throw Errno.EEXIST.exception();
    }
    if (trailingSlash) {
      throw Errno.ENOENT.exception();
    }
    check(mount);
  }

  /** Checks that the name can be removed: EROFS; EBUSY where a mount hangs. */
  void checkRemovable() throws ErrnoException {
    checkDirectoryWritable();
    if (point != null || name == null) {
      throw Errno.EBUSY.exception();
    }
  }

  private static void check(Mount mount) throws ErrnoException {
    if (mount.readOnly()) {
      throw Errno.EROFS.exception();
    }
  }
}
