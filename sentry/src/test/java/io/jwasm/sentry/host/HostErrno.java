package io.jwasm.sentry.host;

/** What {@link HostKernel} returns for the errors that its tests provoke. */
final class HostErrno {
  static final int EPERM = -1;
  static final int ENOENT = -2;
  static final int ENXIO = -6;
  static final int EBADF = -9;
  static final int EFAULT = -14;
  static final int EEXIST = -17;
  static final int ENOTDIR = -20;
  static final int EISDIR = -21;
  static final int EINVAL = -22;
  static final int EFBIG = -27;
  static final int ENAMETOOLONG = -36;
  static final int ENOTEMPTY = -39;
  static final int ELOOP = -40;

  private HostErrno() {}
}
