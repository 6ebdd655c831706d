package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Stat;

/** A symbolic link. */
final class TmpfsSymlink extends TmpfsInode {
  private static final int MODE = 0777;

  private final String target;
  private final int targetBytes;

  private TmpfsSymlink(Superblock fs, int uid, int gid, String target, int targetBytes)
      throws ErrnoException {
    super(fs, MODE, uid, gid);
    this.target = target;
    this.targetBytes = targetBytes;
  }

  private TmpfsSymlink(Superblock fs, Stat like, long number, String target) throws ErrnoException {
    super(fs, like, number);
    this.target = target;
    this.targetBytes = FileName.utf8Bytes(target);
  }

  /**
   * Returns a new link; its target is kept as it is.
   *
   * <p>Errors: ENOENT for an empty target; ENAMETOOLONG; ENOSPC.
   */
  static TmpfsSymlink make(Superblock fs, int uid, int gid, String target) throws ErrnoException {
    int targetBytes = FileName.utf8Bytes(target);
    if (targetBytes == 0) {
      throw Errno.ENOENT.exception();
    }
    if (targetBytes > FileName.PATH_MAX) {
      throw Errno.ENAMETOOLONG.exception();
    }
    fs.chargeMetadata(FileName.heapBytes(target));
    try {
      return new TmpfsSymlink(fs, uid, gid, target, targetBytes);
    } catch (ErrnoException e) {
      fs.unchargeMetadata(FileName.heapBytes(target));
      throw e;
    }
  }

  /** Returns a copy of a link elsewhere; ENOSPC. */
  static TmpfsSymlink copy(Superblock fs, Stat like, long number, String target)
      throws ErrnoException {
    fs.chargeMetadata(FileName.heapBytes(target));
    try {
      return new TmpfsSymlink(fs, like, number, target);
    } catch (ErrnoException e) {
      fs.unchargeMetadata(FileName.heapBytes(target));
      throw e;
    }
  }

  @Override
  public FileType type() {
    return FileType.SYMLINK;
  }

  @Override
  long sizeBytes() {
    return targetBytes;
  }

  @Override
  public synchronized String readLink() {
    accessed();
    return target;
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    throw Errno.ELOOP.exception();
  }

  @Override
  void discard() {
    fs().unchargeMetadata(FileName.heapBytes(target));
    fs().dropInode();
  }
}
