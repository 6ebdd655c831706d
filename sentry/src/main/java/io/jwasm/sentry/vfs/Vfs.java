package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.PathWalker.LastLink;
import java.util.List;

/**
 * Operations on paths: each walks from an open directory and does one thing to what it finds. Here
 * is what all file systems have in common: trailing slashes, read-only mounts, names that mounts
 * hang on.
 *
 * <p>Errors of every method: those of {@link PathWalker#walk}, and EBADF when another task has
 * closed the directory.
 */
public final class Vfs {
  private final MountNamespace namespace;
  private final PathOpener opener;

  /**
   * @param fifos opens FIFOs of all file systems
   */
  public Vfs(MountNamespace namespace, FifoOpener fifos) {
    this.namespace = namespace;
    this.opener = new PathOpener(namespace, fifos);
  }

  /** Makes one that leaves FIFOs to the file systems they are in. */
  public Vfs(MountNamespace namespace) {
    this(namespace, null);
  }

  public List<MountNamespace.Entry> mounts() {
    return namespace.entries();
  }

  /** Returns what finds the host's sockets by the names that programs give. */
  public SocketPlaces socketPlaces() {
    return new SocketPlaces(namespace);
  }

  /** Returns the walker for paths of the configuration. */
  public PathWalker walker(Caller caller) {
    return new PathWalker(namespace, caller);
  }

  /**
   * Opens a directory that a program finds open under a name. Paths and links from it lead
   * everywhere in the namespace.
   *
   * <p>Errors: as {@link PathWalker#resolveDirectory} and {@link Inode#openDirectory}.
   */
  public DirectoryDescription preopen(Caller caller, String path, String name)
      throws ErrnoException {
    Dentry dentry = walker(caller).resolveDirectory(path);
    return preopened(caller, dentry, name);
  }

  /** As {@link #preopen}, and neither path nor link from it leads out of it: ENOTCAPABLE. */
  public DirectoryDescription preopenBounded(Caller caller, String path, String name)
      throws ErrnoException {
    Dentry dentry = walker(caller).resolveDirectory(path);
    Dentry start = dentry.isNamespaceRoot() ? dentry : dentry.asBoundary();
    return preopened(caller, start, name);
  }

  /**
   * Opens the working directory under the name {@code .}; see {@link WorkingDirectory}.
   *
   * <p>Errors: as {@link #preopen}.
   */
  public DirectoryDescription preopenWorkingDirectory(Caller caller, String path)
      throws ErrnoException {
    DirectoryDescription directory = preopen(caller, path, ".");
    directory.setAlternative(namespace.root());
    return directory;
  }

  /**
   * Makes a working directory that is missing, before the first program runs.
   *
   * <p>Errors: as {@link PathWalker#resolve}; EROFS in a file system that the kernel makes up.
   */
  public void makeWorkingDirectory(Caller caller, String path) throws ErrnoException {
    WorkingDirectory.make(namespace, caller, path);
  }

  private static DirectoryDescription preopened(Caller caller, Dentry dentry, String name)
      throws ErrnoException {
    DirectoryDescription directory = DirectoryDescription.preopened(caller, dentry, name);
    directory.openedAt(PathTarget.itself(dentry));
    return directory;
  }

  /**
   * Opens a file, makes it first when CREATE says so.
   *
   * @param flags of {@link OpenFlags}
   * @param mode permission bits of a new file, before the umask
   *     <p>Errors: EEXIST; EISDIR for writing a directory; ENOTDIR; ELOOP for a link with NOFOLLOW;
   *     EROFS; EINVAL for CREATE and DIRECTORY together; those of {@link Inode#open}.
   * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">openat(2)</a>
   */
  public FileDescription open(
      Caller caller, DirectoryDescription start, String path, int flags, int mode)
      throws ErrnoException {
    return opener.open(caller, start, path, flags, mode);
  }

  /**
   * Returns what is known of a file.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/stat.2.html">fstatat(2)</a>
   */
  public Stat stat(Caller caller, DirectoryDescription start, String path, int flags)
      throws ErrnoException {
    start.acquire();
    try {
      Inode direct = DirectPath.lookup(caller, start.dentry(), path);
      if (direct != null && direct.type() != FileType.SYMLINK) {
        return direct.stat();
      }
      return walk(caller, start, path, lastLink(flags)).inode().stat();
    } finally {
      start.drop();
    }
  }

  /**
   * Sets times, in nanoseconds or a word of {@link Timestamp}; EROFS.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/utimensat.2.html">utimensat(2)</a>
   */
  public void setTimes(
      Caller caller,
      DirectoryDescription start,
      String path,
      int flags,
      long atimeNanos,
      long mtimeNanos)
      throws ErrnoException {
    start.acquire();
    try {
      PathTarget target = walk(caller, start, path, lastLink(flags));
      Inode inode = target.inode();
      target.checkWritable();
      inode.setTimes(caller, atimeNanos, mtimeNanos);
    } finally {
      start.drop();
    }
  }

  /**
   * Makes a directory; EEXIST, also for a symbolic link; EROFS.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/mkdir.2.html">mkdirat(2)</a>
   */
  public void makeDirectory(Caller caller, DirectoryDescription start, String path, int mode)
      throws ErrnoException {
    start.acquire();
    try {
      PathTarget target = walk(caller, start, path, LastLink.NAME);
      if (target.exists()) {
        throw Errno.EEXIST.exception();
      }
      target.checkWritable();
      target.directory().inode().makeDirectory(caller, target.name(), mode & ~caller.umask());
    } finally {
      start.drop();
    }
  }

  /**
   * Removes a file's name; EISDIR for a directory; EBUSY for what a mount hangs on; EROFS.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/unlink.2.html">unlinkat(2)</a>
   */
  public void unlink(Caller caller, DirectoryDescription start, String path) throws ErrnoException {
    start.acquire();
    try {
      PathTarget target = walk(caller, start, path, LastLink.NAME);
      if (target.isDirectory()) {
        throw Errno.EISDIR.exception();
      }
      target.inode();
      target.checkRemovable();
      target.directory().inode().unlink(caller, target.name());
    } finally {
      start.drop();
    }
  }

  /**
   * Removes an empty directory; EINVAL for {@code .}; EBUSY for what a mount hangs on; EROFS.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/rmdir.2.html">rmdir(2)</a>
   */
  public void removeDirectory(Caller caller, DirectoryDescription start, String path)
      throws ErrnoException {
    start.acquire();
    try {
      PathTarget target = walk(caller, start, path, LastLink.NAME);
      if (target.name() == null) {
        throw (path.endsWith("..") ? Errno.ENOTEMPTY : Errno.EINVAL).exception();
      }
      if (target.inode().type() != FileType.DIRECTORY) {
        throw Errno.ENOTDIR.exception();
      }
      target.checkRemovable();
      target.directory().inode().removeDirectory(caller, target.name());
    } finally {
      start.drop();
    }
  }

  /**
   * Makes a symbolic link; the target is not looked at. ENOENT for a name that ends in a slash;
   * EEXIST; EROFS.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/symlink.2.html">symlinkat(2)</a>
   */
  public void symlink(Caller caller, DirectoryDescription start, String path, String linkTarget)
      throws ErrnoException {
    start.acquire();
    try {
      PathTarget target = walk(caller, start, path, LastLink.NAME);
      target.checkNew();
      target.directory().inode().symlink(caller, target.name(), linkTarget);
    } finally {
      start.drop();
    }
  }

  /** Returns the target of a symbolic link; EINVAL for every other file. */
  public String readLink(Caller caller, DirectoryDescription start, String path)
      throws ErrnoException {
    start.acquire();
    try {
      return walk(caller, start, path, LastLink.KEEP).inode().readLink();
    } finally {
      start.drop();
    }
  }

  /**
   * Gives a file one more name; EPERM for a directory; EXDEV in another mount; EEXIST; EROFS.
   *
   * @param flags NOFOLLOW to link a symbolic link itself
   * @see <a href="https://man7.org/linux/man-pages/man2/link.2.html">linkat(2)</a>
   */
  public void link(
      Caller caller,
      DirectoryDescription oldStart,
      String oldPath,
      int flags,
      DirectoryDescription newStart,
      String newPath)
      throws ErrnoException {
    oldStart.acquire();
    try {
      newStart.acquire();
      try {
        PathTarget old = walk(caller, oldStart, oldPath, lastLink(flags));
        Inode file = old.inode();
        if (file.type() == FileType.DIRECTORY) {
          throw Errno.EPERM.exception();
        }
        PathTarget target = walk(caller, newStart, newPath, LastLink.NAME);
        target.checkNew();
        if (old.mount() != target.mount()) {
          throw Errno.EXDEV.exception();
        }
        target.directory().inode().link(caller, target.name(), file);
      } finally {
        newStart.drop();
      }
    } finally {
      oldStart.drop();
    }
  }

  /**
   * Moves a file or directory; EBUSY for what a mount hangs on or below; EXDEV into another mount;
   * EROFS; those of {@link Inode#rename}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/rename.2.html">renameat(2)</a>
   */
  public void rename(
      Caller caller,
      DirectoryDescription oldStart,
      String oldPath,
      DirectoryDescription newStart,
      String newPath)
      throws ErrnoException {
    oldStart.acquire();
    try {
      newStart.acquire();
      try {
        PathTarget old = walk(caller, oldStart, oldPath, LastLink.NAME);
        PathTarget target = walk(caller, newStart, newPath, LastLink.NAME);
        checkRename(old, target);
        old.directory()
            .inode()
            .rename(caller, old.name(), target.directory().inode(), target.name());
      } finally {
        newStart.drop();
      }
    } finally {
      oldStart.drop();
    }
  }

  /** The order of the answers is Linux's. */
  private static void checkRename(PathTarget old, PathTarget target) throws ErrnoException {
    if (old.directory().mount() != target.directory().mount()) {
      throw Errno.EXDEV.exception();
    }
    if (old.name() == null || target.name() == null) {
      throw Errno.EBUSY.exception();
    }
    old.checkDirectoryWritable();
    Inode inode = old.inode();
    if (target.hasTrailingSlash() && inode.type() != FileType.DIRECTORY) {
      throw Errno.ENOTDIR.exception();
    }
    if (old.leadsToMount() || target.leadsToMount()) {
      throw Errno.EBUSY.exception();
    }
  }

  private PathTarget walk(Caller caller, DirectoryDescription start, String path, LastLink lastLink)
      throws ErrnoException {
    return walker(caller).walk(WorkingDirectory.start(caller, start, path), path, lastLink);
  }

  private static LastLink lastLink(int flags) {
    return OpenFlags.has(flags, OpenFlags.NOFOLLOW) ? LastLink.KEEP : LastLink.FOLLOW;
  }
}
