package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/**
 * A file, independent of its names; Linux's {@code struct inode}. The methods here answer for an
 * inode that is not a directory, symbolic link or file respectively.
 */
public abstract class Inode {
  public abstract FileType type();

  /**
   * Returns the entry of this directory. Never follows a symbolic link, and is never asked for
   * {@code .} or {@code ..}.
   *
   * <p>Errors: ENOENT; ENOTDIR; EACCES without search permission; ENAMETOOLONG; EIO.
   */
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Returns the target of this symbolic link, uninterpreted.
   *
   * <p>Errors: EINVAL when it is none; EIO.
   */
  public String readLink() throws ErrnoException {
    throw Errno.EINVAL.exception();
  }

  /**
   * Opens the file for reading.
   *
   * <p>Errors: EACCES; ENOENT when it has gone since; EISDIR; ENXIO for a kind that cannot be
   * opened.
   */
  public FileDescription openForReading(Caller caller) throws ErrnoException {
    throw Errno.ENXIO.exception();
  }
}
