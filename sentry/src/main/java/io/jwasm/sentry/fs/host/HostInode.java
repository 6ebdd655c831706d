package io.jwasm.sentry.fs.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A file of the host, named by an open directory and the names below it that the walker went
 * through. It holds nothing open itself: every call has the host resolve those names again, beneath
 * the directory and through no symbolic link, so whoever changes the tree meanwhile can make a call
 * fail but not land elsewhere. The host checks the permissions: the sandbox runs as the program's
 * user.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
 */
final class HostInode extends Inode {
  /** Opening must never wait, whatever a name has become since it was looked up. */
  private static final int ALWAYS = HostConstants.O_NOFOLLOW | HostConstants.O_NONBLOCK;

  private static final String HERE = "";

  private final int base;

  /** Where the base is in the sandbox's own root. */
  private final String place;

  private final String path;
  private final Stat stat;
  private final boolean lasting;

  private HostInode(int base, String place, String path, Stat stat, boolean lasting) {
    this.base = base;
    this.place = place;
    this.path = path;
    this.stat = stat;
    this.lasting = lasting;
  }

  /** Returns the file at a place, which is asked about itself each time: it outlives its walk. */
  static HostInode lasting(int base, String place, String path) throws ErrnoException {
    return new HostInode(base, place, path, HostStat.of(base, bytes(path)), true);
  }

  @Override
  public FileType type() {
    return stat.type();
  }

  /** What the look-up saw, or the present state of what outlives a walk. */
  @Override
  public Stat stat() throws ErrnoException {
    return lasting ? HostStat.of(base, bytes(path)) : stat;
  }

  @Override
  public Inode lasting() throws ErrnoException {
    return lasting ? this : lasting(base, place, path);
  }

  @Override
  public String place() {
    return path.isEmpty() ? place : place + "/" + path;
  }

  @Override
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    if (type() != FileType.DIRECTORY) {
      throw Errno.ENOTDIR.exception();
    }
    String file = below(name);
    return new HostInode(base, place, file, HostStat.of(base, bytes(file)), false);
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    switch (type()) {
      case REGULAR -> {}
      case DIRECTORY -> throw Errno.EISDIR.exception();
      case SYMLINK -> throw Errno.ELOOP.exception();
      // A device might do anything, and a FIFO has somebody outside at its other end: programs get
      // the sentry's own pipe in its place.
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> throw Errno.ENXIO.exception();
    }
    int truncate = OpenFlags.has(flags, OpenFlags.TRUNCATE) ? HostConstants.O_TRUNC : 0;
    return new HostFile(open(path, hostFlags(flags) | truncate, 0), flags);
  }

  @Override
  public Inode lookupBelow(Caller caller, String names) {
    String file = below(names);
    long[] words = new long[HostConstants.STAT_WORDS];
    return HostKernel.stat(base, bytes(file), words) < 0
        ? null
        : new HostInode(base, place, file, HostStat.of(words), false);
  }

  @Override
  public FileDescription openBelow(Caller caller, String names, int flags, int mode)
      throws ErrnoException {
    int more =
        (OpenFlags.has(flags, OpenFlags.TRUNCATE) ? HostConstants.O_TRUNC : 0)
            | (OpenFlags.has(flags, OpenFlags.CREATE) ? HostConstants.O_CREAT : 0);
    int fd = HostKernel.open(base, bytes(below(names)), hostFlags(flags) | more, mode);
    if (fd < 0) {
      return null;
    }
    if (HostStat.typeOf(fd) != FileType.REGULAR) {
      HostKernel.close(fd);
      return null;
    }
    return new HostFile(fd, flags);
  }

  @Override
  public FileDescription create(Caller caller, String name, int mode, int flags)
      throws ErrnoException {
    int creation = HostConstants.O_CREAT | HostConstants.O_EXCL;
    return new HostFile(open(below(name), hostFlags(flags) | creation, mode), flags);
  }

  @Override
  public OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    return new HostDirectory(
        open(path, HostConstants.O_RDONLY | HostConstants.O_DIRECTORY | ALWAYS, 0), place());
  }

  @Override
  public OpenDirectory openForSearch(Caller caller) throws ErrnoException {
    try {
      return openDirectory(caller);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EACCES) {
        throw e;
      }
      return new HostDirectory(
          open(path, HostConstants.O_PATH | HostConstants.O_DIRECTORY, 0), place());
    }
  }

  private int open(String file, int hostFlags, int mode) throws ErrnoException {
    return check(HostKernel.open(base, bytes(file), hostFlags, mode));
  }

  @Override
  public void makeDirectory(Caller caller, String name, int mode) throws ErrnoException {
    check(HostKernel.mkdir(base, bytes(path), bytes(name), mode));
  }

  @Override
  public void symlink(Caller caller, String name, String target) throws ErrnoException {
    check(HostKernel.symlink(bytes(target), base, bytes(path), bytes(name)));
  }

  @Override
  public void link(Caller caller, String name, Inode file) throws ErrnoException {
    HostInode old = (HostInode) file;
    check(HostKernel.link(old.base, old.parent(), old.lastName(), base, bytes(path), bytes(name)));
  }

  @Override
  public void unlink(Caller caller, String name) throws ErrnoException {
    check(HostKernel.unlink(base, bytes(path), bytes(name), 0));
  }

  @Override
  public void removeDirectory(Caller caller, String name) throws ErrnoException {
    check(HostKernel.unlink(base, bytes(path), bytes(name), HostConstants.AT_REMOVEDIR));
  }

  @Override
  public void rename(Caller caller, String name, Inode newDirectory, String newName)
      throws ErrnoException {
    HostInode target = (HostInode) newDirectory;
    check(
        HostKernel.rename(
            base, bytes(path), bytes(name), target.base, bytes(target.path), bytes(newName), 0));
  }

  @Override
  public String readLink() throws ErrnoException {
    if (type() != FileType.SYMLINK) {
      throw Errno.EINVAL.exception();
    }
    byte[] target = new byte[HostConstants.PATH_MAX];
    int length = check(HostKernel.readlink(base, bytes(path), target));
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(target, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw Errno.EILSEQ.exception();
    }
  }

  @Override
  public void setTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    if (path.isEmpty()) {
      check(HostKernel.futimens(base, hostTime(atimeNanos), hostTime(mtimeNanos)));
    } else {
      check(
          HostKernel.utimes(
              base, parent(), lastName(), hostTime(atimeNanos), hostTime(mtimeNanos)));
    }
  }

  static long hostTime(long nanos) {
    if (nanos == Timestamp.OMIT) {
      return HostConstants.TIME_OMIT;
    }
    return nanos == Timestamp.NOW ? HostConstants.TIME_NOW : nanos;
  }

  /** Returns a result that is no error, which the host's functions give as negative numbers. */
  static int check(int result) throws ErrnoException {
    if (result < 0) {
      throw HostErrors.fromNumber(-result).exception();
    }
    return result;
  }

  static long check(long result) throws ErrnoException {
    if (result < 0) {
      throw HostErrors.fromNumber((int) -result).exception();
    }
    return result;
  }

  private static int hostFlags(int flags) {
    int access =
        switch (flags & (OpenFlags.READ | OpenFlags.WRITE)) {
          case OpenFlags.WRITE -> HostConstants.O_WRONLY;
          case OpenFlags.READ | OpenFlags.WRITE -> HostConstants.O_RDWR;
          default -> HostConstants.O_RDONLY;
        };
    return access | ALWAYS | HostFile.hostStatusFlags(flags);
  }

  private String below(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  private byte[] parent() {
    int slash = path.lastIndexOf('/');
    return bytes(slash < 0 ? HERE : path.substring(0, slash));
  }

  private byte[] lastName() {
    return bytes(path.substring(path.lastIndexOf('/') + 1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
