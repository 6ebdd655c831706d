package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.OpenFlags;

/** The bits of {@code fdflags}. */
public final class FdFlags {
  public static final int APPEND = 1;
  public static final int DSYNC = 1 << 1;
  public static final int NONBLOCK = 1 << 2;
  public static final int RSYNC = 1 << 3;
  public static final int SYNC = 1 << 4;

  private static final int ALL = APPEND | DSYNC | NONBLOCK | RSYNC | SYNC;

  private FdFlags() {}

  /**
   * Returns the status flags of {@link OpenFlags}.
   *
   * <p>Errors: EINVAL for bits that do not exist.
   */
  public static int decode(int bits) throws ErrnoException {
    if ((bits & ~ALL) != 0) {
      throw Errno.EINVAL.exception();
    }
    return ((bits & APPEND) != 0 ? OpenFlags.APPEND : 0)
        | ((bits & DSYNC) != 0 ? OpenFlags.DSYNC : 0)
        | ((bits & NONBLOCK) != 0 ? OpenFlags.NONBLOCK : 0)
        | ((bits & RSYNC) != 0 ? OpenFlags.RSYNC : 0)
        | ((bits & SYNC) != 0 ? OpenFlags.SYNC : 0);
  }

  /**
   * Returns the status flags that an open file can be given.
   *
   * <p>Errors: EINVAL for bits that do not exist and for the synchronous ones, which are decided
   * when a file is opened.
   */
  public static int decodeSettable(int bits) throws ErrnoException {
    if ((bits & ~(APPEND | NONBLOCK)) != 0) {
      throw Errno.EINVAL.exception();
    }
    return decode(bits);
  }

  public static short encode(int flags) {
    return (short)
        (((flags & OpenFlags.APPEND) != 0 ? APPEND : 0)
            | ((flags & OpenFlags.DSYNC) != 0 ? DSYNC : 0)
            | ((flags & OpenFlags.NONBLOCK) != 0 ? NONBLOCK : 0)
            | ((flags & OpenFlags.RSYNC) != 0 ? RSYNC : 0)
            | ((flags & OpenFlags.SYNC) != 0 ? SYNC : 0));
  }
}
