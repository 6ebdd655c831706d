package io.jwasm.sentry.errno;

/**
 * A kernel function's failure on its way to the guest. Checked, so that the compiler shows every
 * path on which a function can fail; stackless and preallocated, because the guest can cause
 * millions of them.
 */
public final class ErrnoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  ErrnoException(Errno errno) {
    super(errno.name(), null, false, false);
    this.errno = errno;
  }

  public Errno errno() {
    return errno;
  }
}
