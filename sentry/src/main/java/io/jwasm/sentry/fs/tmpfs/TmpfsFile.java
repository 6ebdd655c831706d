package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;

/**
 * A regular file. Its pages stay until it has neither a name nor an open description.
 *
 * <p>Locks: its own guards the content, and the offsets of its open descriptions. The methods that
 * move bytes are called with it.
 */
final class TmpfsFile extends TmpfsInode {
  private final FileContent content;
  private long opens;

  TmpfsFile(Superblock fs, int mode, int uid, int gid) throws ErrnoException {
    super(fs, mode, uid, gid);
    this.content = new FileContent(fs);
  }

  /** Makes a copy of a file elsewhere, with nothing in it yet. */
  TmpfsFile(Superblock fs, Stat like, long number) throws ErrnoException {
    super(fs, like, number);
    this.content = new FileContent(fs);
  }

  @Override
  public FileType type() {
    return FileType.REGULAR;
  }

  @Override
  long sizeBytes() {
    return content.sizeBytes();
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    checkAccess(caller, Permission.of(flags));
    return opened(caller, flags);
  }

  /** Opens the file for whoever has just made it, whatever its mode. */
  synchronized FileDescription opened(Caller caller, int flags) throws ErrnoException {
    if (links() == 0 && opens == 0) {
      throw Errno.ESTALE.exception(); // the last name went after it was looked up
    }
    if (OpenFlags.has(flags, OpenFlags.TRUNCATE)) {
      truncate(0);
    }
    opens++;
    return new TmpfsFileDescription(this, flags);
  }

  /** An open description is no more. */
  synchronized void closed() {
    opens--;
    if (opens == 0 && links() == 0) {
      discard();
    }
  }

  @Override
  void unnamed() {
    if (opens == 0) {
      discard();
    }
  }

  @Override
  void discard() {
    content.discard();
    fs().dropInode();
  }

  /**
   * Takes over the content of another file.
   *
   * <p>Errors: ENOSPC; those of reading.
   */
  void fill(Caller caller, FileDescription from) throws ErrnoException {
    content.fill(caller, from);
  }

  long read(long position, IoSequence dst) {
    long read = content.read(position, dst);
    accessed();
    return read;
  }

  long write(Caller caller, long position, IoSequence src) throws ErrnoException {
    long written = content.write(position, src);
    if (written > 0) {
      if (caller.uid() != 0) {
        dropSetIds();
      }
      modified();
    }
    return written;
  }

  void truncate(long sizeBytes) {
    content.truncate(sizeBytes);
    dropSetIds();
    modified();
  }

  void allocate(long offset, long lengthBytes) throws ErrnoException {
    content.allocate(offset, lengthBytes);
    dropSetIds();
    modified();
  }
}
