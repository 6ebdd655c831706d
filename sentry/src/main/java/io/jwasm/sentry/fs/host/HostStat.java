package io.jwasm.sentry.fs.host;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Stat;

/** What the host says of a file, in this kernel's words. */
final class HostStat {
  private static final int PERMISSIONS = 07777;

  private HostStat() {}

  static Stat of(int base, byte[] path) throws ErrnoException {
    long[] words = new long[HostConstants.STAT_WORDS];
    HostInode.check(HostKernel.stat(base, path, words));
    return of(words);
  }

  static Stat of(int fd) throws ErrnoException {
    long[] words = new long[HostConstants.STAT_WORDS];
    HostInode.check(HostKernel.fstat(fd, words));
    return of(words);
  }

  static FileType typeOf(int fd) throws ErrnoException {
    long[] words = new long[HostConstants.STAT_WORDS];
    HostInode.check(HostKernel.fstat(fd, words));
    return type((int) words[HostConstants.STAT_MODE]);
  }

  static Stat of(long[] words) {
    int mode = (int) words[HostConstants.STAT_MODE];
    return new Stat(
        words[HostConstants.STAT_DEV],
        words[HostConstants.STAT_INO],
        type(mode),
        mode & PERMISSIONS,
        words[HostConstants.STAT_NLINK],
        (int) words[HostConstants.STAT_UID],
        (int) words[HostConstants.STAT_GID],
        words[HostConstants.STAT_SIZE],
        words[HostConstants.STAT_ATIME],
        words[HostConstants.STAT_MTIME],
        words[HostConstants.STAT_CTIME]);
  }

  private static FileType type(int mode) {
    return switch (mode & HostConstants.S_IFMT) {
      case HostConstants.S_IFREG -> FileType.REGULAR;
      case HostConstants.S_IFDIR -> FileType.DIRECTORY;
      case HostConstants.S_IFLNK -> FileType.SYMLINK;
      case HostConstants.S_IFBLK -> FileType.BLOCK_DEVICE;
      case HostConstants.S_IFIFO -> FileType.FIFO;
      case HostConstants.S_IFSOCK -> FileType.SOCKET;
      default -> FileType.CHARACTER_DEVICE;
    };
  }
}
