package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;

/**
 * An open stream as a file. Opening it gives the same open file, as {@code dup} does; Linux opens a
 * pipe or terminal anew, which differs in nothing that a stream has.
 */
final class OpenFile extends Inode {
  private final FileDescription file;

  OpenFile(FileDescription file) {
    this.file = file;
  }

  @Override
  public FileType type() {
    return file.type();
  }

  @Override
  public Stat stat() throws ErrnoException {
    return file.stat();
  }

  /** Answers EACCES for an access mode that the stream does not have. */
  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    boolean readable = file.readable() || (flags & OpenFlags.READ) == 0;
    boolean writable = file.writable() || (flags & OpenFlags.WRITE) == 0;
    if (!readable || !writable) {
      throw Errno.EACCES.exception();
    }
    file.acquire();
    return file;
  }
}
