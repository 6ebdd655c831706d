package io.jwasm.sentry.host;

import java.lang.annotation.Native;

/**
 * Numbers of the Linux ABI that {@link HostKernel} takes and gives, under their names there. They
 * are those of x86-64; the native side refuses to compile where one differs, except for the flags
 * of open(2), which it translates.
 */
public final class HostConstants {
  // errno(3): what calls say that do not wait, or that leave something behind.
  @Native public static final int EINTR = 4;
  @Native public static final int EAGAIN = 11;
  @Native public static final int EFAULT = 14;
  @Native public static final int EOPNOTSUPP = 95;
  @Native public static final int EALREADY = 114;
  @Native public static final int EINPROGRESS = 115;

  // fcntl.h, open(2). A bit that is not here is refused with EINVAL.
  @Native public static final int O_RDONLY = 0;
  @Native public static final int O_WRONLY = 0x1;
  @Native public static final int O_RDWR = 0x2;
  @Native public static final int O_ACCMODE = 0x3;
  @Native public static final int O_CREAT = 0x40;
  @Native public static final int O_EXCL = 0x80;
  @Native public static final int O_TRUNC = 0x200;
  @Native public static final int O_APPEND = 0x400;
  @Native public static final int O_NONBLOCK = 0x800;
  @Native public static final int O_DSYNC = 0x1000;
  @Native public static final int O_SYNC = 0x10_1000;
  @Native public static final int O_DIRECTORY = 0x1_0000;
  @Native public static final int O_NOFOLLOW = 0x2_0000;
  @Native public static final int O_PATH = 0x20_0000;

  // sys/stat.h, inode(7).
  @Native public static final int S_IFMT = 0xf000;
  @Native public static final int S_IFSOCK = 0xc000;
  @Native public static final int S_IFLNK = 0xa000;
  @Native public static final int S_IFREG = 0x8000;
  @Native public static final int S_IFBLK = 0x6000;
  @Native public static final int S_IFDIR = 0x4000;
  @Native public static final int S_IFCHR = 0x2000;
  @Native public static final int S_IFIFO = 0x1000;

  // Indices of the numbers that HostKernel.stat stores.
  @Native public static final int STAT_DEV = 0;
  @Native public static final int STAT_INO = 1;
  @Native public static final int STAT_MODE = 2;
  @Native public static final int STAT_NLINK = 3;
  @Native public static final int STAT_UID = 4;
  @Native public static final int STAT_GID = 5;
  @Native public static final int STAT_SIZE = 6;

  /** In units of 512 bytes. */
  @Native public static final int STAT_BLOCKS = 7;

  /** Nanoseconds since 1970, as the two after it; the nearest long when they do not fit. */
  @Native public static final int STAT_ATIME = 8;

  @Native public static final int STAT_MTIME = 9;
  @Native public static final int STAT_CTIME = 10;
  @Native public static final int STAT_RDEV = 11;

  /** How many numbers {@link HostKernel#stat} stores. */
  @Native public static final int STAT_WORDS = 12;

  /** A time for {@link HostKernel#utimes} that leaves the file's as it is. */
  @Native public static final long TIME_OMIT = Long.MIN_VALUE;

  /** A time for {@link HostKernel#utimes} that stands for the clock's. */
  @Native public static final long TIME_NOW = Long.MIN_VALUE + 1;

  // unlinkat(2), renameat2(2), lseek(2).
  @Native public static final int AT_REMOVEDIR = 0x200;
  @Native public static final int RENAME_NOREPLACE = 0x1;
  @Native public static final int RENAME_EXCHANGE = 0x2;
  @Native public static final int SEEK_SET = 0;
  @Native public static final int SEEK_CUR = 1;
  @Native public static final int SEEK_END = 2;
  @Native public static final int SEEK_DATA = 3;
  @Native public static final int SEEK_HOLE = 4;

  // fallocate(2), posix_fadvise(2).
  @Native public static final int FALLOC_FL_KEEP_SIZE = 0x1;
  @Native public static final int FALLOC_FL_PUNCH_HOLE = 0x2;
  @Native public static final int FALLOC_FL_ZERO_RANGE = 0x10;
  @Native public static final int POSIX_FADV_NORMAL = 0;
  @Native public static final int POSIX_FADV_RANDOM = 1;
  @Native public static final int POSIX_FADV_SEQUENTIAL = 2;
  @Native public static final int POSIX_FADV_WILLNEED = 3;
  @Native public static final int POSIX_FADV_DONTNEED = 4;
  @Native public static final int POSIX_FADV_NOREUSE = 5;

  // struct linux_dirent64 of getdents64(2): offsets of its fields, and values of the type.
  @Native public static final int DIRENT_INO = 0;
  @Native public static final int DIRENT_OFF = 8;
  @Native public static final int DIRENT_RECLEN = 16;
  @Native public static final int DIRENT_TYPE = 18;
  @Native public static final int DIRENT_NAME = 19;
  @Native public static final int DT_UNKNOWN = 0;
  @Native public static final int DT_FIFO = 1;
  @Native public static final int DT_CHR = 2;
  @Native public static final int DT_DIR = 4;
  @Native public static final int DT_BLK = 6;
  @Native public static final int DT_REG = 8;
  @Native public static final int DT_LNK = 10;
  @Native public static final int DT_SOCK = 12;

  // madvise(2).
  @Native public static final int MADV_DONTNEED = 4;
  @Native public static final int MADV_HUGEPAGE = 14;

  // socket(2), socket(7), tcp(7), ipv6(7), recv(2), shutdown(2).
  @Native public static final int AF_UNSPEC = 0;
  @Native public static final int AF_UNIX = 1;
  @Native public static final int AF_INET = 2;
  @Native public static final int AF_INET6 = 10;
  @Native public static final int SOCK_STREAM = 1;
  @Native public static final int SOCK_DGRAM = 2;
  @Native public static final int SOL_SOCKET = 1;
  @Native public static final int SO_REUSEADDR = 2;
  @Native public static final int SO_ERROR = 4;
  @Native public static final int SO_BROADCAST = 6;
  @Native public static final int SO_SNDBUF = 7;
  @Native public static final int SO_RCVBUF = 8;
  @Native public static final int SO_KEEPALIVE = 9;
  @Native public static final int SO_ACCEPTCONN = 30;
  @Native public static final int IPPROTO_TCP = 6;
  @Native public static final int TCP_NODELAY = 1;
  @Native public static final int IPPROTO_IPV6 = 41;
  @Native public static final int IPV6_V6ONLY = 26;
  @Native public static final int MSG_PEEK = 0x2;
  @Native public static final int MSG_TRUNC = 0x20;
  @Native public static final int SHUT_RD = 0;
  @Native public static final int SHUT_WR = 1;
  @Native public static final int SHUT_RDWR = 2;

  // struct sockaddr_in, sockaddr_in6 and sockaddr_un: offsets of their fields behind the family of
  // 16 bits, and their lengths in bytes.
  @Native public static final int SOCKADDR_IN_PORT = 2;
  @Native public static final int SOCKADDR_IN_ADDR = 4;
  @Native public static final int SOCKADDR_IN_BYTES = 16;
  @Native public static final int SOCKADDR_IN6_PORT = 2;
  @Native public static final int SOCKADDR_IN6_ADDR = 8;
  @Native public static final int SOCKADDR_IN6_SCOPE_ID = 24;
  @Native public static final int SOCKADDR_IN6_BYTES = 28;
  @Native public static final int SOCKADDR_UN_PATH = 2;
  @Native public static final int SOCKADDR_UN_BYTES = 110;

  /** Room in bytes for an address of any family. */
  @Native public static final int ADDRESS_MAX = 128;

  /** At most so many bytes in a message that lies in several buffers. */
  @Native public static final int MESSAGE_MAX = 65_536;

  // poll(2).
  @Native public static final int POLLIN = 0x1;
  @Native public static final int POLLPRI = 0x2;
  @Native public static final int POLLOUT = 0x4;
  @Native public static final int POLLERR = 0x8;
  @Native public static final int POLLHUP = 0x10;
  @Native public static final int POLLNVAL = 0x20;
  @Native public static final int POLLRDHUP = 0x2000;

  /** The clock of the calling thread's own processor time; see clock_gettime(2). */
  @Native public static final int CLOCK_THREAD_CPUTIME_ID = 3;

  /** By how many bits the events that came stand above those that were asked for. */
  @Native public static final int POLL_REVENTS_SHIFT = 16;

  /** At most so many descriptors in one {@link HostKernel#poll}. */
  @Native public static final int POLL_MAX = 65_538;

  /** At most so many buffers in one {@link HostKernel#readv} or {@link HostKernel#writev}. */
  @Native public static final int IOV_MAX = 1024;

  /** At most so many bytes go into a pipe in one piece. */
  @Native public static final int PIPE_BUF = 4096;

  /** At most so many bytes in a component of a path. */
  @Native public static final int NAME_MAX = 255;

  /** More bytes than a path or the target of a link can have. */
  @Native public static final int PATH_MAX = 4096;

  private HostConstants() {}
}
