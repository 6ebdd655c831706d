package io.jwasm.sentry.vfs;

/**
 * How a file is to be opened: the access mode, creation and status flags of {@code open(2)} as bits
 * of this kernel's own.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/open.2.html">open(2)</a>
 */
public final class OpenFlags {
  public static final int READ = 1;
  public static final int WRITE = 1 << 1;
  public static final int CREATE = 1 << 2;
  public static final int EXCLUSIVE = 1 << 3;
  public static final int TRUNCATE = 1 << 4;
  public static final int DIRECTORY = 1 << 5;
  public static final int NOFOLLOW = 1 << 6;
  public static final int APPEND = 1 << 7;
  public static final int NONBLOCK = 1 << 8;
  public static final int DSYNC = 1 << 9;
  public static final int RSYNC = 1 << 10;
  public static final int SYNC = 1 << 11;

  /** Flags that stay with the open file, as in {@code fcntl(F_GETFL)}. */
  public static final int STATUS = APPEND | NONBLOCK | DSYNC | RSYNC | SYNC;

  private OpenFlags() {}

  /** Returns whether all of the wanted bits are set. */
  public static boolean has(int flags, int wanted) {
    return (flags & wanted) == wanted;
  }
}
