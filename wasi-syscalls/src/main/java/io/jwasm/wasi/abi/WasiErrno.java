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
      case EAGAIN -> 6;
      case EBADF -> 8;
      case EBUSY -> 10;
      case ECONNRESET -> 15;
      case EDEADLK -> 16;
      case EDQUOT -> 19;
      case EEXIST -> 20;
      case EFAULT -> 21;
      case EFBIG -> 22;
      case EILSEQ -> 25;
      case EINTR -> 27;
      case EINVAL -> 28;
      case EIO -> 29;
      case EISDIR -> 31;
      case ELOOP -> 32;
      case EMFILE -> 33;
      case EMLINK -> 34;
      case ENAMETOOLONG -> 37;
      case ENFILE -> 41;
      case ENODEV -> 43;
      case ENOENT -> 44;
      case ENOLCK -> 46;
      case ENOMEM -> 48;
      case ENOSPC -> 51;
      case ENOSYS -> 52;
      case ENOTDIR -> 54;
      case ENOTEMPTY -> 55;
      case ENOTSOCK -> 57;
      case ENOTSUP -> 58;
      case ENOTTY -> 59;
      case ENXIO -> 60;
      case EOVERFLOW -> 61;
      case EPERM -> 63;
      case EPIPE -> 64;
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
