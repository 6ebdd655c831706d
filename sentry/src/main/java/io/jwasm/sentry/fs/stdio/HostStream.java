package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.FileType;

/**
 * Transfers on an inherited descriptor that never wait; results are those of {@link HostKernel}.
 * O_NONBLOCK cannot be set on it: that would hold for whoever reads the container's output, too.
 */
final class HostStream {
  /** How the host is kept from waiting. */
  private enum Way {
    /** RWF_NOWAIT with every call. */
    NOWAIT,

    /** It never waits: a regular file, or one that is non-blocking as it was inherited. */
    PLAIN,

    /** {@code poll(2)} is asked first, and then so much is transferred that it cannot wait. */
    POLLED
  }

  private static final long OWN_OFFSET = -1;

  private final FileType type;
  private final int fd;

  /** What the host could do so far; found out by the first transfer. */
  private volatile Way way;

  HostStream(FileType type, int fd) {
    this.type = type;
    this.fd = fd;
    this.way = type == FileType.REGULAR ? Way.PLAIN : Way.NOWAIT;
  }

  int fd() {
    return fd;
  }

  /** Returns bytes read, 0 at the end, -EAGAIN when there is none, or minus another error. */
  long read(IoSequence dst) {
    if (way == Way.NOWAIT) {
      long count = dst.received(HostKernel.readvNowait(fd, dst.targets(), dst.buffers()));
      if (count != -HostConstants.EOPNOTSUPP) {
        return count;
      }
      way = otherWay();
    }
    return way == Way.PLAIN ? readPlain(dst) : readPolled(dst);
  }

  /** Returns bytes written, -EAGAIN when there is no room, or minus another error. */
  long write(IoSequence src) {
    if (way == Way.NOWAIT) {
      long count = HostKernel.writevNowait(fd, src.vectors(), src.buffers());
      if (count != -HostConstants.EOPNOTSUPP) {
        return count;
      }
      way = otherWay();
    }
    return way == Way.PLAIN ? writePlain(src) : writePolled(src);
  }

  /** The launcher opens terminals and FIFOs anew without waiting, where the host lets it. */
  private Way otherWay() {
    int flags = HostKernel.getFlags(fd);
    boolean nonblocking = flags >= 0 && (flags & HostConstants.O_NONBLOCK) != 0;
    return nonblocking ? Way.PLAIN : Way.POLLED;
  }

  private long readPlain(IoSequence dst) {
    return dst.received(HostKernel.readv(fd, dst.targets(), dst.buffers(), OWN_OFFSET));
  }

  private long writePlain(IoSequence src) {
    return HostKernel.writev(fd, src.vectors(), src.buffers(), OWN_OFFSET);
  }

  /** Under a lock, so that no other task takes the bytes between question and read. */
  private synchronized long readPolled(IoSequence dst) {
    return readiness(HostConstants.POLLIN) == 0 ? -HostConstants.EAGAIN : readPlain(dst);
  }

  private synchronized long writePolled(IoSequence src) {
    if (readiness(HostConstants.POLLOUT) == 0) {
      return -HostConstants.EAGAIN;
    }
    // Where there is room for a byte, a pipe has room for PIPE_BUF.
    if (type == FileType.BLOCK_DEVICE || src.remaining() <= HostConstants.PIPE_BUF) {
      return writePlain(src);
    }
    int i = 0;
    while (src.length(i) == 0) {
      i++;
    }
    return HostKernel.write(
        fd, src.vectors()[2 * i], Math.min(src.length(i), HostConstants.PIPE_BUF));
  }

  /** Returns the events of {@code poll(2)} that hold now. */
  int readiness(int mask) {
    int[] pair = {fd, mask};
    return HostKernel.poll(pair, 1, 0) < 0 ? 0 : pair[1] >>> HostConstants.POLL_REVENTS_SHIFT;
  }

  long available() {
    return Math.max(HostKernel.available(fd), 0);
  }
}
