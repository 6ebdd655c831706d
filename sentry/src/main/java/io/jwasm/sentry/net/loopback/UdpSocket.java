package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;

/**
 * A socket of UDP. A message for which there is no room is lost, as in a network.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/udp.7.html">udp(7)</a>
 */
final class UdpSocket extends DatagramSocket {
  private static final int LONGEST_V4_BYTES = 65_507;
  private static final int LONGEST_V6_BYTES = 65_527;

  /** Whom it talks to, in the form of the tables; or null. */
  private volatile SocketAddress.Inet peer;

  UdpSocket(LoopbackNetwork network, SocketFamily family) throws ErrnoException {
    super(network, family);
  }

  @Override
  protected void connect(Caller caller, SocketAddress address) throws ErrnoException {
    acquire();
    try {
      SocketAddress.Inet destination = destination(address);
      network().ports(SocketType.DGRAM).connect(bound(), destination);
      peer = destination;
    } finally {
      drop();
    }
  }

  private SocketAddress.Inet destination(SocketAddress address) throws ErrnoException {
    return LoopbackAddress.destination(family(), address, v6());
  }

  @Override
  int longestBytes() {
    return family() == SocketFamily.INET ? LONGEST_V4_BYTES : LONGEST_V6_BYTES;
  }

  @Override
  long sendToPeer(Caller caller, IoSequence src) throws ErrnoException {
    SocketAddress.Inet destination = peer;
    if (destination == null) {
      throw Errno.EDESTADDRREQ.exception();
    }
    return transmit(src, destination);
  }

  @Override
  long sendToAddress(Caller caller, IoSequence src, SocketAddress address) throws ErrnoException {
    SocketAddress.Inet destination = destination(address);
    if (destination.port() == 0) {
      throw Errno.EINVAL.exception();
    }
    return transmit(src, destination);
  }

  private long transmit(IoSequence src, SocketAddress.Inet destination) throws ErrnoException {
    long length = src.remaining();
    SocketAddress.Inet source = source(destination);
    UdpSocket target = (UdpSocket) network().ports(SocketType.DGRAM).find(destination, source);
    if (target == null) {
      // The answer of a machine where nobody listens reaches a connected socket only.
      if (destination.equals(peer)) {
        fail(Errno.ECONNREFUSED);
      }
    } else if (!target.isReceiveShut() && target.takes(source)) {
      target.take(charged(src, source));
    }
    return length;
  }

  private void take(Datagram datagram) {
    if (incoming().offer(datagram) == DatagramQueue.Offer.TAKEN) {
      queue().wake(Readiness.IN);
    } else {
      discard(datagram);
    }
  }

  @Override
  boolean hasRoom() {
    return true;
  }

  @Override
  public SocketAddress localAddress() {
    SocketAddress.Inet to = peer;
    SocketAddress.Inet own = (SocketAddress.Inet) boundAddress();
    return seen(to != null && own.address().isAny() ? LoopbackAddress.source(to, own.port()) : own);
  }

  @Override
  public SocketAddress remoteAddress() throws ErrnoException {
    SocketAddress.Inet to = peer;
    if (to == null) {
      throw Errno.ENOTCONN.exception();
    }
    return seen(to);
  }
}
