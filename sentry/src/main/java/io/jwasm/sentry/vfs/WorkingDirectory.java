package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/** What is particular to the directory that a program works in. */
final class WorkingDirectory {
  private static final int MODE = 0755;

  private WorkingDirectory() {}

  /**
   * Returns where a walk from the preopened working directory starts. C libraries of WASI take a
   * leading slash off before they choose the preopened directory to start from, so that from {@code
   * .} come both {@code usr/lib} and {@code /usr/lib}: a path whose first name only the root has
   * starts there.
   */
  static Dentry start(Caller caller, DirectoryDescription directory, String path)
      throws ErrnoException {
    Dentry here = directory.dentry();
    Dentry root = directory.alternative();
    if (root == null) {
      return here;
    }
    int slash = path.indexOf('/');
    String first = slash < 0 ? path : path.substring(0, slash);
    boolean named = !first.isEmpty() && !first.equals(".") && !first.equals("..");
    return named && !has(caller, here, first) && has(caller, root, first) ? root : here;
  }

  private static boolean has(Caller caller, Dentry directory, String name) throws ErrnoException {
    if (directory.point() != null && directory.point().child(name) != null) {
      return true;
    }
    try {
      directory.inode().lookup(caller, name);
      return true;
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Makes a missing directory and those above it. Where the caller may not, or nothing can be
   * changed, it appears as an empty directory that only the VFS has.
   *
   * <p>Errors: as {@link PathWalker#resolve}; EROFS in a file system that the kernel makes up.
   */
  static void make(MountNamespace namespace, Caller caller, String path) throws ErrnoException {
    PathWalker walker = new PathWalker(namespace, caller);
    int end = 0;
    while (end < path.length()) {
      int slash = path.indexOf('/', end + 1);
      end = slash < 0 ? path.length() : slash;
      PathTarget target = walker.find(path.substring(0, end));
      if (!target.exists() && !make(caller, target)) {
        namespace.appear(caller, path);
        return;
      }
    }
  }

  /** Returns false when the caller may not. */
  private static boolean make(Caller caller, PathTarget target) throws ErrnoException {
    Inode above = target.directory().inode();
    boolean madeUp = above instanceof ReadOnlyDirectory && !(above instanceof EmptyDirectory);
    try {
      if (target.mount().readOnly()) {
        throw Errno.EROFS.exception();
      }
      above.makeDirectory(caller, target.name(), MODE & ~caller.umask());
      return true;
    } catch (ErrnoException e) {
      if (madeUp || (e.errno() != Errno.EROFS && e.errno() != Errno.EACCES)) {
        throw e;
      }
      return false;
    }
  }
}
