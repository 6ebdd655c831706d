package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Whence;

/** The numbers of {@code whence}. */
public final class WasiWhence {
  private WasiWhence() {}

  /** Returns what a number means; EINVAL. */
  public static Whence of(int number) throws ErrnoException {
    return switch (number) {
      case 0 -> Whence.SET;
      case 1 -> Whence.CURRENT;
      case 2 -> Whence.END;
      default -> throw Errno.EINVAL.exception();
    };
  }

  /** Returns what a number meant in {@code wasi_unstable}; EINVAL. */
  public static Whence ofUnstable(int number) throws ErrnoException {
    return switch (number) {
      case 0 -> Whence.CURRENT;
      case 1 -> Whence.END;
      case 2 -> Whence.SET;
      default -> throw Errno.EINVAL.exception();
    };
  }
}
