package io.jwasm.wasi.abi;

import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;

/** The bits of {@code rights}: what a descriptor may be used for. */
public final class Rights {
  public static final long FD_READ = 1L << 1;
  public static final long FD_FDSTAT_SET_FLAGS = 1L << 3;
  public static final long FD_WRITE = 1L << 6;
  public static final long FD_FILESTAT_GET = 1L << 21;
  public static final long POLL_FD_READWRITE = 1L << 27;

  /** The 30 rights of the first 30 bits. */
  public static final long ALL = (1L << 30) - 1;

  /**
   * What a directory itself can be used for: its own sync and stat, readdir, and every path call.
   */
  private static final long DIRECTORY =
      1L << 0 // fd_datasync
          | 1L << 4 // fd_sync
          | (((1L << 21) - 1) & -(1L << 9)) // path_create_directory .. path_filestat_set_times
          | FD_FILESTAT_GET
          | 1L << 23 // fd_filestat_set_times
          | 1L << 24 // path_symlink
          | 1L << 25 // path_remove_directory
          | 1L << 26 // path_unlink_file
          | POLL_FD_READWRITE;

  private Rights() {}

  /**
   * Returns the rights of an open file. A stream gets neither FD_SEEK nor FD_TELL: C libraries take
   * a character device without them for a terminal.
   */
  public static long of(FileDescription file) {
    if (file.type() == FileType.DIRECTORY) {
      return DIRECTORY;
    }
    long rights = FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;
    if (file.readable()) {
      rights |= FD_READ;
    }
    if (file.writable()) {
      rights |= FD_WRITE;
    }
    return rights;
  }

  /** Returns the rights of what is opened through a directory. */
  public static long inheritedFrom(FileDescription file) {
    return file.type() == FileType.DIRECTORY ? ALL : 0;
  }
}
