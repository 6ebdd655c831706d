package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/**
 * A directory that exists only because a mount lies below it and the image lacks it. Another
 * runtime would create it in the image; here nothing is made on a path that the image controls.
 */
final class EmptyDirectory extends Inode {
  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  @Override
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    throw Errno.ENOENT.exception();
  }

  @Override
  public FileDescription openForReading(Caller caller) throws ErrnoException {
    throw Errno.EISDIR.exception();
  }
}
