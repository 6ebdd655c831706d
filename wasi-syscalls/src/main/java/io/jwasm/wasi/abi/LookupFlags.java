package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.OpenFlags;

/** The bits of {@code lookupflags}. */
public final class LookupFlags {
  public static final int SYMLINK_FOLLOW = 1;

  private LookupFlags() {}

  /**
   * Returns {@link OpenFlags#NOFOLLOW} or 0.
   *
   * <p>Errors: EINVAL for bits that do not exist.
   */
  public static int decode(int bits) throws ErrnoException {
    if ((bits & ~SYMLINK_FOLLOW) != 0) {
      throw Errno.EINVAL.exception();
    }
    return bits == 0 ? OpenFlags.NOFOLLOW : 0;
  }
}
