package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.OpenFlags;

/** The bits of {@code oflags}, how {@code path_open} is to make or cut a file. */
public final class Oflags {
  public static final int CREAT = 1;
  public static final int DIRECTORY = 1 << 1;
  public static final int EXCL = 1 << 2;
  public static final int TRUNC = 1 << 3;

  private Oflags() {}

  /**
   * Returns the creation flags of {@link OpenFlags}.
   *
   * <p>Errors: EINVAL for bits that do not exist.
   */
  public static int decode(int bits) throws ErrnoException {
    if ((bits & ~(CREAT | DIRECTORY | EXCL | TRUNC)) != 0) {
      throw Errno.EINVAL.exception();
    }
    return ((bits & CREAT) != 0 ? OpenFlags.CREATE : 0)
        | ((bits & DIRECTORY) != 0 ? OpenFlags.DIRECTORY : 0)
        | ((bits & EXCL) != 0 ? OpenFlags.EXCLUSIVE : 0)
        | ((bits & TRUNC) != 0 ? OpenFlags.TRUNCATE : 0);
  }
}
