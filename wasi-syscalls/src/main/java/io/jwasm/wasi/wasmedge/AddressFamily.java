package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketFamily;

/** The numbers of {@code address_family}. */
final class AddressFamily {
  static final int UNSPEC = 0;
  static final int INET4 = 1;
  static final int INET6 = 2;
  static final int UNIX = 3;

  private AddressFamily() {}

  /** Returns what a number means; EINVAL for 0 and numbers that do not exist. */
  static SocketFamily decode(int number) throws ErrnoException {
    return switch (number) {
      case INET4 -> SocketFamily.INET;
      case INET6 -> SocketFamily.INET6;
      case UNIX -> SocketFamily.UNIX;
      default -> throw Errno.EINVAL.exception();
    };
  }

  static int encode(SocketFamily family) {
    return switch (family) {
      case INET -> INET4;
      case INET6 -> INET6;
      case UNIX -> UNIX;
    };
  }
}
