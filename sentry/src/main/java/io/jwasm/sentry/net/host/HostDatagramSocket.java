package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostSockets;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.SocketPlaces;

/**
 * Datagrams of the host, each moved in one call of it. Those that lie in several buffers, or in a
 * memory that the host cannot reach, have at most {@link HostConstants#MESSAGE_MAX} bytes.
 */
final class HostDatagramSocket extends HostSocket {
  private static final byte[] CONNECTED_PEER = null;
  private static final long[] NO_BUFFERS = {};

  HostDatagramSocket(SocketFamily family, int fd, SocketPlaces places) {
    super(family, SocketType.DGRAM, fd, places);
  }

  @Override
  public long receive(Caller caller, IoSequence dst, int flags, MessageHeader header)
      throws ErrnoException {
    long room = inOnePiece(dst) ? dst.remaining() : wholeMessage(dst);
    byte[] from = header == null && admitsAll() ? null : new byte[HostConstants.ADDRESS_MAX];
    int hostFlags =
        HostConstants.MSG_TRUNC | ((flags & MessageHeader.PEEK) == 0 ? 0 : HostConstants.MSG_PEEK);
    acquire();
    try {
      long length = receiveAdmitted(caller, dst, hostFlags, from);
      long count = dst.received(Math.min(length, room));
      if (header != null) {
        header.fill(source(from), length > room);
      }
      return count;
    } finally {
      drop();
    }
  }

  private long receiveAdmitted(Caller caller, IoSequence dst, int hostFlags, byte[] from)
      throws ErrnoException {
    while (true) {
      long length = HostSockets.receiveMessage(fd, dst.targets(), dst.buffers(), hostFlags, from);
      if (length < 0) {
        await(caller, length, Readiness.IN, options.receiveWaitNanos());
      } else if (from == null || admits(source(from))) {
        return length;
      } else if ((hostFlags & HostConstants.MSG_PEEK) != 0) {
        HostSockets.receiveMessage(fd, NO_BUFFERS, 0, 0, null);
      }
    }
  }

  private SocketAddress source(byte[] from) {
    return Sockaddr.family(from) == HostConstants.AF_UNSPEC && family() != SocketFamily.UNIX
        ? null
        : address(from);
  }

  @Override
  public long send(Caller caller, IoSequence src) throws ErrnoException {
    return send(caller, src, CONNECTED_PEER);
  }

  @Override
  protected long sendTo(Caller caller, IoSequence src, SocketAddress peer) throws ErrnoException {
    return send(caller, src, sockaddr(caller, peer));
  }

  private long send(Caller caller, IoSequence src, byte[] to) throws ErrnoException {
    if (!inOnePiece(src) && src.remaining() > wholeMessage(src)) {
      throw Errno.EMSGSIZE.exception();
    }
    acquire();
    try {
      HostNap nap = null;
      while (true) {
        long count = HostSockets.sendMessage(fd, src.vectors(), src.buffers(), to);
        if (count >= 0) {
          return count;
        }
        // The host calls a socket of the UNIX domain ready that somebody else does not listen to.
        boolean unknown = family() == SocketFamily.UNIX && to != null;
        boolean waits = !OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK);
        if (count == -HostConstants.EAGAIN && unknown && waits) {
          nap = nap == null ? new HostNap(options.sendWaitNanos()) : nap;
          nap.take(caller);
        } else {
          await(caller, count, Readiness.OUT, options.sendWaitNanos());
        }
      }
    } finally {
      drop();
    }
  }

  private static boolean inOnePiece(IoSequence bytes) {
    return bytes.isSingle();
  }

  /** Returns how much of a message such buffers can hold, and has the stage ready for that. */
  private static long wholeMessage(IoSequence bytes) {
    int most = (int) Math.min(bytes.remaining(), HostConstants.MESSAGE_MAX);
    bytes.stage(most);
    return most;
  }
}
