package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Stat;

/**
 * A tmpfs that takes the changes of a file system below it: what an overlay does with it besides
 * what programs do. Copies keep number, owner, permissions and times of the original; new files get
 * numbers that the file system below does not have.
 *
 * <p>Locks: those of tmpfs; that nobody copies a file twice is the overlay's.
 */
public final class UpperLayer {
  /** No file system of a host gets this far, and none has these bits for something else. */
  private static final long FIRST_NUMBER = 0x3ffe_0000_0000_0000L;

  private final TmpfsDirectory root;
  private final Superblock fs;

  private UpperLayer(TmpfsDirectory root) {
    this.root = root;
    this.fs = root.fs();
  }

  /**
   * Puts an empty tmpfs over a directory.
   *
   * <p>Errors: EINVAL when the upper one is no tmpfs; those of {@code stat}.
   */
  public static UpperLayer over(Inode upper, Inode lower) throws ErrnoException {
    if (!(upper instanceof TmpfsDirectory root)) {
      throw Errno.EINVAL.exception();
    }
    root.cover(lower, lower.stat());
    root.fs().numberFrom(FIRST_NUMBER);
    return new UpperLayer(root);
  }

  public TmpfsDirectory root() {
    return root;
  }

  /** Returns what is known of a file below, as one of this file system. */
  public Stat adopted(Stat stat) {
    return new Stat(
        fs.device(),
        stat.inode(),
        stat.type(),
        stat.mode(),
        stat.links(),
        stat.uid(),
        stat.gid(),
        stat.sizeBytes(),
        stat.atimeNanos(),
        stat.mtimeNanos(),
        stat.ctimeNanos());
  }

  /** Takes bytes of the heap that files may use; ENOSPC. */
  public void chargeMetadata(int bytes) throws ErrnoException {
    fs.chargeMetadata(bytes);
  }

  public void unchargeMetadata(long bytes) {
    fs.unchargeMetadata(bytes);
  }

  /** Returns what has a name, whoever asks, or null. */
  public static Inode entry(TmpfsDirectory directory, String name) {
    return directory.inode(name);
  }

  /** Adds an empty copy of a directory; ENOSPC; ENOENT when its parent has gone. */
  public static TmpfsDirectory copyDirectory(TmpfsDirectory parent, String name, Inode lower)
      throws ErrnoException {
    return parent.addDirectoryCopy(name, lower, lower.stat());
  }

  /** Adds a copy of a symbolic link; ENOSPC; EIO. */
  public Inode copySymlink(TmpfsDirectory parent, String name, Inode lower) throws ErrnoException {
    Stat like = lower.stat();
    TmpfsSymlink copy = TmpfsSymlink.copy(fs, like, numberOf(like), lower.readLink());
    return add(parent, name, copy);
  }

  /** Adds a copy of a regular file; ENOSPC; EACCES; EIO. */
  public Inode copyFile(
      Caller caller, TmpfsDirectory parent, String name, Inode lower, FileDescription content)
      throws ErrnoException {
    Stat like = lower.stat();
    TmpfsFile copy = new TmpfsFile(fs, like, numberOf(like));
    boolean filled = false;
    try {
      copy.fill(caller, content);
      filled = true;
    } finally {
      if (!filled) {
        copy.discard();
      }
    }
    return add(parent, name, copy);
  }

  /** Adds a copy of a regular file without its content; ENOSPC. */
  public Inode copyEmptyFile(TmpfsDirectory parent, String name, Inode lower)
      throws ErrnoException {
    Stat like = lower.stat();
    return add(parent, name, new TmpfsFile(fs, like, numberOf(like)));
  }

  private static Inode add(TmpfsDirectory parent, String name, TmpfsInode copy)
      throws ErrnoException {
    try {
      parent.addCopy(name, copy);
      return copy;
    } catch (ErrnoException e) {
      copy.discard();
      throw e;
    }
  }

  /** One of several names of a file gets a file of its own, and so a number. */
  private long numberOf(Stat like) {
    return like.links() > 1 && like.type() != FileType.DIRECTORY ? fs.newNumber() : like.inode();
  }
}
