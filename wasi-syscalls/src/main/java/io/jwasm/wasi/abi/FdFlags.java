package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.OpenFlag;
import java.util.EnumSet;
import java.util.Set;

/** The bits of {@code fdflags}. */
public final class FdFlags {
  public static final int APPEND = 1;
  public static final int DSYNC = 1 << 1;
  public static final int NONBLOCK = 1 << 2;
  public static final int RSYNC = 1 << 3;
  public static final int SYNC = 1 << 4;

  private FdFlags() {}

  /**
   * Returns the flags of a number.
   *
   * <p>Errors: EINVAL for bits that do not exist, and for the synchronous ones, which cannot be set
   * on an open file.
   */
  public static Set<OpenFlag> decode(int bits) throws ErrnoException {
    if ((bits & ~(APPEND | NONBLOCK)) != 0) {
      throw Errno.EINVAL.exception();
    }
    EnumSet<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);
    if ((bits & APPEND) != 0) {
      flags.add(OpenFlag.APPEND);
    }
    if ((bits & NONBLOCK) != 0) {
      flags.add(OpenFlag.NONBLOCK);
    }
    return flags;
  }

  public static short encode(Set<OpenFlag> flags) {
    int bits = 0;
    for (OpenFlag flag : flags) {
      bits |=
          switch (flag) {
            case APPEND -> APPEND;
            case NONBLOCK -> NONBLOCK;
          };
    }
    return (short) bits;
  }
}
