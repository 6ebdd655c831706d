package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketType;

/** The numbers of {@code sock_type}. */
final class SockType {
  static final int ANY = 0;
  static final int DGRAM = 1;
  static final int STREAM = 2;

  private SockType() {}

  /** Returns what a number means; EINVAL for 0 and numbers that do not exist. */
  static SocketType decode(int number) throws ErrnoException {
    return switch (number) {
      case DGRAM -> SocketType.DGRAM;
      case STREAM -> SocketType.STREAM;
      default -> throw Errno.EINVAL.exception();
    };
  }

  static int encode(SocketType type) {
    return switch (type) {
      case DGRAM -> DGRAM;
      case STREAM -> STREAM;
    };
  }
}
