package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * A stream of the container on an inherited descriptor. Bytes go between guest memory and the
 * host's system call without a copy. No call of the host waits: where one would, the task does.
 * Closing it does not close the host's descriptor: the sandbox needs its numbers to stay what they
 * are.
 */
final class StdioFile extends FileDescription {
  private final FileType type;
  private final HostStream stream;

  /**
   * @param flags access mode and status flags of {@link OpenFlags}
   */
  StdioFile(FileType type, int fd, int flags) {
    super(flags);
    this.type = type;
    this.stream = new HostStream(type, fd);
  }

  @Override
  public FileType type() {
    return type;
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    if (dst.remaining() == 0) {
      return 0;
    }
    while (true) {
      long count = stream.read(dst);
      if (count >= 0) {
        return count;
      }
      await(caller, count, Readiness.IN);
    }
  }

  /**
   * As {@link FileDescription#write}; writes everything, as Linux does to a pipe and a terminal,
   * unless an error, the task's end or NONBLOCK comes in between.
   */
  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    long wanted = src.remaining();
    while (src.remaining() > 0) {
      long count = stream.write(src);
      if (count > 0) {
        src.skip(count);
        continue;
      }
      if (count == 0) {
        break; // a device that takes no more and does not say why
      }
      try {
        await(caller, count, Readiness.OUT);
      } catch (ErrnoException e) {
        if (src.remaining() == wanted) {
          throw e;
        }
        break;
      }
    }
    return wanted - src.remaining();
  }

  private void await(Caller caller, long failure, int mask) throws ErrnoException {
    if (failure == -HostConstants.EAGAIN) {
      if (OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK)) {
        throw Errno.EAGAIN.exception();
      }
      caller.block(this, mask);
    } else if (failure != -HostConstants.EINTR) {
      throw HostErrors.fromNumber((int) -failure).exception();
    }
  }

  @Override
  public int readiness(int mask) {
    return stream.readiness(mask);
  }

  @Override
  public int hostFd() {
    return stream.fd();
  }

  @Override
  public long available() {
    return stream.available();
  }
}
