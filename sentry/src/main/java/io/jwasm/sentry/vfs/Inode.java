package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/**
 * A file, independent of its names; Linux's {@code struct inode} with its operations. The methods
 * here answer for a file that is no directory, link or file respectively; a directory that cannot
 * be changed inherits EROFS from {@link ReadOnlyDirectory}.
 *
 * <p>A {@code name} is one component: never empty, {@code .} or {@code ..}, without slash and NUL,
 * at most 255 bytes in UTF-8. No method follows a symbolic link. Every file system checks the
 * caller's permissions itself, or has the host do it.
 */
public abstract class Inode {
  public abstract FileType type();

  /**
   * Returns what is known of the file now.
   *
   * <p>Errors: ENOENT when it has gone; EIO.
   */
  public abstract Stat stat() throws ErrnoException;

  /**
   * Returns this file for somebody who keeps it; what a look-up returned may remember what it saw.
   *
   * <p>Errors: as {@link #stat}.
   */
  public Inode lasting() throws ErrnoException {
    return this;
  }

  /**
   * Returns the absolute path at which the host finds this file from the sandbox's own root, or
   * null when the host does not have it.
   */
  public String place() {
    return null;
  }

  /**
   * Returns the entry of this directory.
   *
   * <p>Errors: ENOENT; ENOTDIR; EACCES without search permission; ENAMETOOLONG; EIO.
   */
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Opens the file. Creation flags but TRUNCATE have been dealt with.
   *
   * @param flags access mode, TRUNCATE and status flags of {@link OpenFlags}
   *     <p>Errors: EACCES; ENOENT or, when the path may lead to another file now, ESTALE, if it has
   *     gone since it was looked up; ENXIO for a kind that cannot be opened; EISDIR for a
   *     directory, which {@link #openDirectory} opens; EIO.
   */
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    throw Errno.ENXIO.exception();
  }

  /**
   * Returns the file that a path of several names below this directory leads to, on the terms of
   * {@link #openBelow}; it may be a symbolic link.
   */
  public Inode lookupBelow(Caller caller, String path) {
    return null;
  }

  /**
   * Opens the regular file that a path of several names below this directory leads to, when the
   * file system can do that in one step and without following a symbolic link; no mount lies on the
   * path and no {@code ..} is in it. Null says nothing but that it takes a walk, which also finds
   * out what is wrong.
   *
   * @param flags of {@link OpenFlags}, without EXCLUSIVE and DIRECTORY
   * @param mode permission bits of a file that CREATE makes, the umask taken off already
   */
  public FileDescription openBelow(Caller caller, String path, int flags, int mode)
      throws ErrnoException {
    return null;
  }

  /**
   * Opens this directory for listing and for walks that start in it.
   *
   * <p>Errors: ENOTDIR; EACCES; ENOENT.
   */
  public OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Opens this directory for walks that start in it; its listing may answer EACCES. Linux calls it
   * O_PATH.
   *
   * <p>Errors: ENOTDIR; ENOENT.
   */
  public OpenDirectory openForSearch(Caller caller) throws ErrnoException {
    return openDirectory(caller);
  }

  /**
   * Makes a regular file in this directory and opens it.
   *
   * @param mode permission bits, the umask taken off already
   * @param flags access mode and status flags of {@link OpenFlags}
   *     <p>Errors: EEXIST, also for a symbolic link; EACCES; ENOSPC; EROFS; EDQUOT; ENAMETOOLONG.
   */
  public FileDescription create(Caller caller, String name, int mode, int flags)
      throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Makes a directory in this one.
   *
   * <p>Errors: EEXIST; EACCES; ENOSPC; EROFS; EMLINK.
   */
  public void makeDirectory(Caller caller, String name, int mode) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Makes a symbolic link in this directory.
   *
   * <p>Errors: EEXIST; EACCES; ENOSPC; EROFS.
   */
  public void symlink(Caller caller, String name, String target) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Gives a file of the same mount one more name, in this directory.
   *
   * <p>Errors: EEXIST; EPERM for a directory; EXDEV; EACCES; EMLINK; ENOSPC; EROFS.
   */
  public void link(Caller caller, String name, Inode file) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Removes a name that is not a directory.
   *
   * <p>Errors: ENOENT; EISDIR; EACCES; EPERM by a sticky bit; EROFS; EBUSY.
   */
  public void unlink(Caller caller, String name) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Removes an empty directory.
   *
   * <p>Errors: ENOENT; ENOTDIR; ENOTEMPTY; EACCES; EPERM; EROFS; EBUSY.
   */
  public void removeDirectory(Caller caller, String name) throws ErrnoException {
    throw Errno.ENOTDIR.exception();
  }

  /**
   * Moves an entry of this directory to a directory of the same mount, replacing what is there as
   * {@code rename(2)} says.
   *
   * <p>Errors: ENOENT; EISDIR; ENOTDIR; ENOTEMPTY; EINVAL into itself; EXDEV; EACCES; EROFS.
   */
  public void rename(Caller caller, String name, Inode newDirectory, String newName)
      throws ErrnoException {
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
   * Returns what this symbolic link leads to when that has no path, or null: a link in {@code
   * /proc/self/fd} leads to an open file. Never a directory.
   */
  public Inode linked() {
    return null;
  }

  /**
   * Sets access and modification time of this file, of the link itself if it is one; each in
   * nanoseconds or a word of {@link Timestamp}.
   *
   * <p>Errors: EPERM; EACCES; EROFS.
   */
  public void setTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    throw Errno.EPERM.exception();
  }
}
