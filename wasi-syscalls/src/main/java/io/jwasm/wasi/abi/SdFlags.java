package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.Shutdown;

/** The bits of {@code sdflags}, which directions of a connection to end. */
public final class SdFlags {
  public static final int RD = 1;
  public static final int WR = 1 << 1;

  private SdFlags() {}

  /**
   * Returns what they mean.
   *
   * <p>Errors: EINVAL for none, and for bits that do not exist.
   */
  public static Shutdown decode(int bits) throws ErrnoException {
    return switch (bits) {
      case RD -> Shutdown.READ;
      case WR -> Shutdown.WRITE;
      case RD | WR -> Shutdown.BOTH;
      default -> throw Errno.EINVAL.exception();
    };
  }
}
