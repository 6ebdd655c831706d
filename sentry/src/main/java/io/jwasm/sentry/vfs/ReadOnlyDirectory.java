package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/** A directory whose entries nobody can change: what the kernel itself makes up. */
public abstract class ReadOnlyDirectory extends Inode {
  @Override
  public final FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  public final FileDescription open(Caller caller, int flags) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public final FileDescription create(Caller caller, String name, int mode, int flags)
      throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void makeDirectory(Caller caller, String name, int mode) throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void symlink(Caller caller, String name, String target) throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void link(Caller caller, String name, Inode file) throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void unlink(Caller caller, String name) throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void removeDirectory(Caller caller, String name) throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void rename(Caller caller, String name, Inode newDirectory, String newName)
      throws ErrnoException {
    throw Errno.EROFS.exception();
  }

  @Override
  public final void setTimes(Caller caller, long atimeNanos, long mtimeNanos)
      throws ErrnoException {
    throw Errno.EROFS.exception();
  }
}
