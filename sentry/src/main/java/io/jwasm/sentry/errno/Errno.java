package io.jwasm.sentry.errno;

/**
 * A reason why a kernel function failed, named as in POSIX {@code errno.h}. The list grows only
 * when a documented function returns a new one. An ABI numbers these at its own edge: ordinals mean
 * nothing.
 */
public enum Errno {
  EACCES("permission denied"),
  EADDRINUSE("address already in use"),
  EADDRNOTAVAIL("cannot assign requested address"),
  EAFNOSUPPORT("address family not supported by protocol"),
  EAGAIN("resource temporarily unavailable"),
  EALREADY("operation already in progress"),
  EBADF("bad file descriptor"),
  EBUSY("device or resource busy"),
  ECONNABORTED("software caused connection abort"),
  ECONNREFUSED("connection refused"),
  ECONNRESET("connection reset by peer"),
  EDEADLK("resource deadlock avoided"),
  EDESTADDRREQ("destination address required"),
  EDQUOT("disk quota exceeded"),
  EEXIST("file exists"),
  EFAULT("bad address"),
  EFBIG("file too large"),
  EHOSTUNREACH("no route to host"),
  EILSEQ("invalid or incomplete multibyte character"),
  EINPROGRESS("operation now in progress"),
  EINTR("interrupted system call"),
  EINVAL("invalid argument"),
  EIO("input/output error"),
  EISCONN("transport endpoint is already connected"),
  EISDIR("is a directory"),
  ELOOP("too many levels of symbolic links"),
  EMFILE("too many open files"),
  EMLINK("too many links"),
  EMSGSIZE("message too long"),
  ENAMETOOLONG("file name too long"),
  ENETDOWN("network is down"),
  ENETRESET("network dropped connection on reset"),
  ENETUNREACH("network is unreachable"),
  ENFILE("too many open files in system"),
  ENOBUFS("no buffer space available"),
  ENODEV("no such device"),
  ENOENT("no such file or directory"),
  ENOLCK("no locks available"),
  ENOMEM("out of memory"),
  ENOPROTOOPT("protocol not available"),
  ENOSPC("no space left on device"),
  ENOSYS("function not implemented"),
  ENOTCAPABLE("capabilities insufficient"),
  ENOTCONN("transport endpoint is not connected"),
  ENOTDIR("not a directory"),
  ENOTEMPTY("directory not empty"),
  ENOTSOCK("not a socket"),
  ENOTSUP("operation not supported"),
  ENOTTY("inappropriate ioctl for device"),
  ENXIO("no such device or address"),
  EOVERFLOW("value too large for defined data type"),
  EPERM("operation not permitted"),
  EPIPE("broken pipe"),
  EPROTO("protocol error"),
  EPROTONOSUPPORT("protocol not supported"),
  EPROTOTYPE("protocol wrong type for socket"),
  EROFS("read-only file system"),
  ESPIPE("illegal seek"),
  ESTALE("stale file handle"),
  ETIMEDOUT("connection timed out"),
  ETXTBSY("text file busy"),
  EXDEV("cross-device link");

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // stackless and without suppression: nothing to change
  private final ErrnoException exception;

  Errno(String text) {
    this.text = text;
    this.exception = new ErrnoException(this);
  }

  /** Returns the sentence of {@code strerror(3)}, lower case and without a period. */
  public String text() {
    return text;
  }

  /**
   * Returns the one exception that carries this errno; it has no stack trace, so throwing is cheap.
   */
  public ErrnoException exception() {
    return exception;
  }
}
