package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.PathWalker.LastLink;

/** Opens files by their paths, and makes them; what {@link Vfs#open} says. */
final class PathOpener {
  /** So often somebody else may be faster with one name; Linux tries a few times, too. */
  private static final int MAX_RACES = 20;

  private final MountNamespace namespace;
  private final FifoOpener fifos;

  /**
   * @param fifos opens FIFOs of all file systems; null leaves them to these
   */
  PathOpener(MountNamespace namespace, FifoOpener fifos) {
    this.namespace = namespace;
    this.fifos = fifos;
  }

  FileDescription open(Caller caller, DirectoryDescription start, String path, int flags, int mode)
      throws ErrnoException {
    if (OpenFlags.has(flags, OpenFlags.CREATE | OpenFlags.DIRECTORY)) {
      throw Errno.EINVAL.exception();
    }
    start.acquire();
    try {
      FileDescription direct =
          DirectPath.open(caller, WorkingDirectory.start(caller, start, path), path, flags, mode);
      if (direct != null) {
        return direct;
      }
      FileDescription walked = null;
      for (int races = 0; walked == null; races++) {
        walked = openByWalk(caller, start, path, flags, mode, races);
      }
      return walked;
    } finally {
      start.drop();
    }
  }

  /** Null when what the walk found was not so any more; another walk finds what is now. */
  private FileDescription openByWalk(
      Caller caller, DirectoryDescription start, String path, int flags, int mode, int races)
      throws ErrnoException {
    // With EXCL a link is never followed: it exists, and that is the error.
    boolean exclusive = OpenFlags.has(flags, OpenFlags.CREATE | OpenFlags.EXCLUSIVE);
    boolean follow = !OpenFlags.has(flags, OpenFlags.NOFOLLOW) && !exclusive;
    // Where it starts is looked up anew, too: it depends on what the working directory has.
    Dentry from = WorkingDirectory.start(caller, start, path);
    PathTarget target =
        new PathWalker(namespace, caller)
            .walk(from, path, follow ? LastLink.FOLLOW : LastLink.KEEP);
    try {
      return target.exists()
          ? openExisting(caller, target, flags)
          : create(caller, target, flags, mode);
    } catch (ErrnoException e) {
      boolean came = e.errno() == Errno.EEXIST && !target.exists() && !exclusive;
      boolean went = e.errno() == Errno.ESTALE;
      if (races < MAX_RACES && (came || went)) {
        return null;
      }
      throw e;
    }
  }

  private FileDescription openExisting(Caller caller, PathTarget target, int flags)
      throws ErrnoException {
    if (OpenFlags.has(flags, OpenFlags.CREATE | OpenFlags.EXCLUSIVE)) {
      throw Errno.EEXIST.exception();
    }
    if (target.isSymlink()) {
      throw Errno.ELOOP.exception();
    }
    if (target.isDirectory()) {
      if ((flags & (OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE)) != 0) {
        throw Errno.EISDIR.exception();
      }
      return DirectoryDescription.open(caller, target.directoryBelow(), flags).openedAt(target);
    }
    if (OpenFlags.has(flags, OpenFlags.DIRECTORY)) {
      throw Errno.ENOTDIR.exception();
    }
    boolean changes = (flags & (OpenFlags.WRITE | OpenFlags.TRUNCATE)) != 0;
    Inode inode = target.inode();
    if (changes && inode.type() == FileType.REGULAR) {
      target.checkWritable();
    }
    if (inode.type() == FileType.FIFO && target.hasPath() && fifos != null) {
      return fifos.open(caller, inode, flags).openedAt(target);
    }
    return inode.open(caller, flags).openedAt(target);
  }

  private static FileDescription create(Caller caller, PathTarget target, int flags, int mode)
      throws ErrnoException {
    if (!OpenFlags.has(flags, OpenFlags.CREATE)) {
      throw Errno.ENOENT.exception();
    }
    if (target.hasTrailingSlash()) {
      throw Errno.EISDIR.exception();
    }
    target.checkWritable();
    return target
        .directory()
        .inode()
        .create(caller, target.name(), mode & ~caller.umask(), flags)
        .openedAt(target);
  }
}
