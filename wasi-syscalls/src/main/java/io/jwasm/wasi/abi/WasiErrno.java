package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;

/**
 * The numbers of {@code errno} in WASI preview 1, which are those of no Unix.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno">errno</a>
 */
public final class WasiErrno {
  public static final int SUCCESS = 0;

  private WasiErrno() {}

  /** Returns the number of an errno. */
  public static int of(Errno errno) {
    return switch (errno) {
      case EACCES -> 2;
      case EADDRINUSE -> 3;
      case EADDRNOTAVAIL -> 4;
      case EAFNOSUPPORT -> 5;
      case EAGAIN -> 6;
      case EALREADY -> 7;
      case EBADF -> 8;
      case EBUSY -> 10;
      case ECONNABORTED -> 13;
      case ECONNREFUSED -> 14;
      case ECONNRESET -> 15;
      case EDEADLK -> 16;
      case EDESTADDRREQ -> 17;
      case EDQUOT -> 19;
      case EEXIST -> 20;
      case EFAULT -> 21;
      case EFBIG -> 22;
      case EHOSTUNREACH -> 23;
      case EILSEQ -> 25;
      case EINPROGRESS -> 26;
      case EINTR -> 27;
      case EINVAL -> 28;
      case EIO -> 29;
      case EISCONN -> 30;
      case EISDIR -> 31;
      case ELOOP -> 32;
      case EMFILE -> 33;
      case EMLINK -> 34;
      case EMSGSIZE -> 35;
      case ENAMETOOLONG -> 37;
      case ENETDOWN -> 38;
      case ENETRESET -> 39;
      case ENETUNREACH -> 40;
      case ENFILE -> 41;
      case ENOBUFS -> 42;
      case ENODEV -> 43;
      case ENOENT -> 44;
      case ENOLCK -> 46;
      case ENOMEM -> 48;
      case ENOPROTOOPT -> 50;
      case ENOSPC -> 51;
      case ENOSYS -> 52;
      case ENOTCONN -> 53;
      case ENOTDIR -> 54;
      case ENOTEMPTY -> 55;
      case ENOTSOCK -> 57;
      case ENOTSUP -> 58;
      case ENOTTY -> 59;
      case ENXIO -> 60;
      case EOVERFLOW -> 61;
      case EPERM -> 63;
      case EPIPE -> 64;
      case EPROTO -> 65;
      case EPROTONOSUPPORT -> 66;
      case EPROTOTYPE -> 67;
      case EROFS -> 69;
      case ESPIPE -> 70;
      case ESTALE -> 72;
      case ETIMEDOUT -> 73;
      case ETXTBSY -> 74;
      case EXDEV -> 75;
      case ENOTCAPABLE -> 76;
    };
  }
}
