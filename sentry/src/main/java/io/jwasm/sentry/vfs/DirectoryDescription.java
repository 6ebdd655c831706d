package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;

/** An open directory. */
public final class DirectoryDescription extends FileDescription {
  private final Inode inode;
  private final String preopenName;

  private DirectoryDescription(Inode inode, String preopenName) {
    this.inode = inode;
    this.preopenName = preopenName;
  }

  /** Returns a directory that is open when the program starts. */
  public static DirectoryDescription preopened(Inode inode, String name) {
    return new DirectoryDescription(inode, name);
  }

  public Inode inode() {
    return inode;
  }

  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  public String preopenName() {
    return preopenName;
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }
}
