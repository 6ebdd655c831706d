package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;

/** The numbers that WasmEdge adds to preview 1's {@code errno} for {@code getaddrinfo}. */
final class AiErrno {
  static final int ADDRFAMILY = 77;
  static final int AGAIN = 78;
  static final int BADFLAG = 79;
  static final int FAIL = 80;
  static final int FAMILY = 81;
  static final int MEMORY = 82;
  static final int NONAME = 84;
  static final int SERVICE = 85;
  static final int SOCKTYPE = 86;

  private AiErrno() {}

  /** Returns the number of a reason why a name has no address; 0 when it has none of its own. */
  static int of(Errno errno) {
    return switch (errno) {
      case ENOENT, EINVAL, EILSEQ, ENAMETOOLONG -> NONAME;
      case EAGAIN -> AGAIN;
      case EIO -> FAIL;
      case ENOMEM -> MEMORY;
      default -> 0;
    };
  }
}
