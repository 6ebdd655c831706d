package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * A stream of the container on an inherited descriptor. Bytes go between guest memory and the
 * host's system call without a copy. Closing it does not close the host's descriptor: the sandbox
 * needs its numbers to stay what they are.
 */
final class StdioFile extends FileDescription {
  private static final long OWN_OFFSET = -1;

  private final FileType type;
  private final int fd;

  /**
   * @param flags READ or WRITE of {@link OpenFlags}
   */
  StdioFile(FileType type, int fd, int flags) {
    super(flags);
    this.type = type;
    this.fd = fd;
  }

  @Override
  public FileType type() {
    return type;
  }

  /**
   * Accepts APPEND, which changes nothing for a stream. NONBLOCK is refused: the descriptor is
   * shared with whoever reads the logs, and making it non-blocking would change it for them too.
   */
  @Override
  protected void applyStatusFlags(int flags) throws ErrnoException {
    if (OpenFlags.has(flags, OpenFlags.NONBLOCK)) {
      throw Errno.ENOTSUP.exception();
    }
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    if (dst.remaining() == 0) {
      return 0;
    }
    return check(
        dst.buffers() == 1
            ? HostKernel.read(fd, dst.address(), dst.length(0))
            : HostKernel.readv(fd, dst.vectors(), dst.buffers(), OWN_OFFSET));
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    if (src.remaining() == 0) {
      return 0;
    }
    return check(
        src.buffers() == 1
            ? HostKernel.write(fd, src.address(), src.length(0))
            : HostKernel.writev(fd, src.vectors(), src.buffers(), OWN_OFFSET));
  }

  private static long check(long result) throws ErrnoException {
    if (result < 0) {
      throw HostErrors.fromNumber((int) -result).exception();
    }
    return result;
  }
}
