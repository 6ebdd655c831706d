package io.jwasm.wasi.abi;

import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.vfs.FileDescription;

/**
 * The bits of {@code rights}: what a descriptor may be used for.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#rights">rights</a>
 */
public final class Rights {
  public static final long FD_DATASYNC = 1L;
  public static final long FD_READ = 1L << 1;
  public static final long FD_SEEK = 1L << 2;
  public static final long FD_FDSTAT_SET_FLAGS = 1L << 3;
  public static final long FD_SYNC = 1L << 4;
  public static final long FD_TELL = 1L << 5;
  public static final long FD_WRITE = 1L << 6;
  public static final long FD_ADVISE = 1L << 7;
  public static final long FD_ALLOCATE = 1L << 8;
  public static final long PATH_CREATE_DIRECTORY = 1L << 9;
  public static final long PATH_CREATE_FILE = 1L << 10;
  public static final long PATH_LINK_SOURCE = 1L << 11;
  public static final long PATH_LINK_TARGET = 1L << 12;
  public static final long PATH_OPEN = 1L << 13;
  public static final long FD_READDIR = 1L << 14;
  public static final long PATH_READLINK = 1L << 15;
  public static final long PATH_RENAME_SOURCE = 1L << 16;
  public static final long PATH_RENAME_TARGET = 1L << 17;
  public static final long PATH_FILESTAT_GET = 1L << 18;
  public static final long PATH_FILESTAT_SET_SIZE = 1L << 19;
  public static final long PATH_FILESTAT_SET_TIMES = 1L << 20;
  public static final long FD_FILESTAT_GET = 1L << 21;
  public static final long FD_FILESTAT_SET_SIZE = 1L << 22;
  public static final long FD_FILESTAT_SET_TIMES = 1L << 23;
  public static final long PATH_SYMLINK = 1L << 24;
  public static final long PATH_REMOVE_DIRECTORY = 1L << 25;
  public static final long PATH_UNLINK_FILE = 1L << 26;
  public static final long POLL_FD_READWRITE = 1L << 27;
  public static final long SOCK_SHUTDOWN = 1L << 28;
  public static final long SOCK_ACCEPT = 1L << 29;

  /** Every right there is. */
  public static final long ALL = (1L << 30) - 1;

  private static final long PATHS =
      PATH_CREATE_DIRECTORY
          | PATH_CREATE_FILE
          | PATH_LINK_SOURCE
          | PATH_LINK_TARGET
          | PATH_OPEN
          | PATH_READLINK
          | PATH_RENAME_SOURCE
          | PATH_RENAME_TARGET
          | PATH_FILESTAT_GET
          | PATH_FILESTAT_SET_SIZE
          | PATH_FILESTAT_SET_TIMES
          | PATH_SYMLINK
          | PATH_REMOVE_DIRECTORY
          | PATH_UNLINK_FILE;

  private static final long DIRECTORY =
      FD_DATASYNC
          | FD_SYNC
          | FD_FDSTAT_SET_FLAGS
          | FD_READDIR
          | FD_FILESTAT_GET
          | FD_FILESTAT_SET_TIMES
          | POLL_FD_READWRITE
          | PATHS;

  private static final long STREAM =
      FD_READ | FD_WRITE | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;

  private static final long FILE =
      STREAM
          | FD_DATASYNC
          | FD_SYNC
          | FD_SEEK
          | FD_TELL
          | FD_ADVISE
          | FD_ALLOCATE
          | FD_FILESTAT_SET_SIZE
          | FD_FILESTAT_SET_TIMES;

  private static final long SOCKET = STREAM | SOCK_SHUTDOWN | SOCK_ACCEPT;

  private Rights() {}

  /** Returns what a descriptor may be used for: what makes sense and nobody has taken. */
  public static long base(Descriptor descriptor) {
    return descriptor.rights() & of(descriptor.file());
  }

  /** Returns the most that a file opened through a descriptor may have. */
  public static long inheriting(Descriptor descriptor) {
    return descriptor.inheriting() & inheritedFrom(descriptor.file());
  }

  /** Returns the rights that make sense for an open file, by its kind and access mode. */
  public static long of(FileDescription file) {
    long rights =
        switch (file.type()) {
          case DIRECTORY -> DIRECTORY;
          case REGULAR, BLOCK_DEVICE, SYMLINK -> FILE;
          case SOCKET -> SOCKET;
          // C libraries take a character device that cannot seek for a terminal.
          case CHARACTER_DEVICE, FIFO -> file.seekable() ? FILE : STREAM;
        };
    if (!file.readable()) {
      rights &= ~FD_READ;
    }
    if (!file.writable()) {
      rights &= ~FD_WRITE;
    }
    return rights;
  }

  /** Returns the most that a file opened through this one may have, when nobody took any. */
  public static long inheritedFrom(FileDescription file) {
    return switch (file.type()) {
      case DIRECTORY, SOCKET -> ALL;
      case REGULAR, BLOCK_DEVICE, SYMLINK, CHARACTER_DEVICE, FIFO -> 0;
    };
  }
}
