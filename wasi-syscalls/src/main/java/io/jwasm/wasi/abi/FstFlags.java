package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Timestamp;

/** The bits of {@code fstflags}, which times to set and to what. */
public final class FstFlags {
  public static final int ATIM = 1;
  public static final int ATIM_NOW = 1 << 1;
  public static final int MTIM = 1 << 2;
  public static final int MTIM_NOW = 1 << 3;

  private FstFlags() {}

  /**
   * Returns the access time to set, in nanoseconds or a word of {@link Timestamp}.
   *
   * <p>Errors: EINVAL for bits that do not exist, a value and now together, and a time after 2262.
   */
  public static long atime(int bits, long nanos) throws ErrnoException {
    return time(bits, ATIM, ATIM_NOW, nanos);
  }

  /** Returns the modification time to set; as {@link #atime}. */
  public static long mtime(int bits, long nanos) throws ErrnoException {
    return time(bits, MTIM, MTIM_NOW, nanos);
  }

  private static long time(int bits, int value, int now, long nanos) throws ErrnoException {
    if ((bits & ~(ATIM | ATIM_NOW | MTIM | MTIM_NOW)) != 0
        || (bits & (value | now)) == (value | now)) {
      throw Errno.EINVAL.exception();
    }
    if ((bits & now) != 0) {
      return Timestamp.NOW;
    }
    if ((bits & value) == 0) {
      return Timestamp.OMIT;
    }
    if (nanos < 0) {
      throw Errno.EINVAL.exception();
    }
    return nanos;
  }
}
