package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.HostSockets;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.SocketPlaces;

/** A stream of the host. Bytes that are there, or have room, are moved in one call of it. */
final class HostStreamSocket extends HostSocket {
  private static final long OWN_OFFSET = -1;

  HostStreamSocket(SocketFamily family, int fd, SocketPlaces places) {
    super(family, SocketType.STREAM, fd, places);
  }

  /** As {@link io.jwasm.sentry.net.Socket#receive}; with PEEK nothing waits for more. */
  @Override
  public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    if (header != null) {
      header.fill(null, false);
    }
    if (dst.remaining() == 0) {
      return 0;
    }
    acquire();
    try {
      if (flags == MessageHeader.WAITALL) {
        return receiveAll(caller, dst);
      }
      int hostFlags = (flags & MessageHeader.PEEK) == 0 ? 0 : HostConstants.MSG_PEEK;
      long count = receiveNow(dst, hostFlags);
      while (count < 0) {
        await(caller, count, Readiness.IN, options.receiveWaitNanos());
        count = receiveNow(dst, hostFlags);
      }
      return count;
    } finally {
      drop();
    }
  }

  private long receiveAll(Caller caller, IoSequence dst) throws ErrnoException {
    long wanted = dst.remaining();
    try {
      while (dst.remaining() > 0) {
        long count = receiveNow(dst, 0);
        if (count == 0) {
          break;
        }
        if (count > 0) {
          dst.skip(count);
        } else {
          await(caller, count, Readiness.IN, options.receiveWaitNanos());
        }
      }
    } catch (ErrnoException e) {
      if (dst.remaining() == wanted) {
        throw e;
      }
    }
    return wanted - dst.remaining();
  }

  private long receiveNow(IoSequence dst, int hostFlags) {
    if (dst.isSingle()) {
      return HostSockets.recv(fd, dst.address(), dst.length(0), hostFlags);
    }
    return dst.received(
        hostFlags == 0
            ? HostKernel.readv(fd, dst.targets(), dst.buffers(), OWN_OFFSET)
            : HostSockets.receiveMessage(fd, dst.targets(), dst.buffers(), hostFlags, null));
  }

  @Override
  public long send(Caller caller, IoSequence src) throws ErrnoException {
    acquire();
    try {
      long count = sendNow(src);
      return count == src.remaining() ? count : sendRest(caller, src, count);
    } finally {
      drop();
    }
  }

  /** Goes on after a first call that took less than all. */
  private long sendRest(Caller caller, IoSequence src, long first) throws ErrnoException {
    long wanted = src.remaining();
    long count = first;
    try {
      while (true) {
        if (count >= 0) {
          src.skip(count);
        } else {
          await(caller, count, Readiness.OUT, options.sendWaitNanos());
        }
        if (src.remaining() == 0) {
          return wanted;
        }
        count = sendNow(src);
      }
    } catch (ErrnoException e) {
      if (src.remaining() == wanted) {
        throw e;
      }
      return wanted - src.remaining();
    }
  }

  private long sendNow(IoSequence src) {
    return src.isSingle()
        ? HostSockets.send(fd, src.address(), src.length(0))
        : HostKernel.writev(fd, src.vectors(), src.buffers(), OWN_OFFSET);
  }

  @Override
  protected long sendTo(Caller caller, IoSequence src, SocketAddress peer) throws ErrnoException {
    return send(caller, src);
  }
}
