package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;

/**
 * A stream of TCP.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
final class TcpSocket extends StreamSocket {
  TcpSocket(LoopbackNetwork network, SocketFamily family) throws ErrnoException {
    super(network, family);
  }

  @Override
  void open() throws ErrnoException {
    ports().open(bound());
  }

  @Override
  void shut() throws ErrnoException {
    ports().shut(bound());
  }

  private PortTable ports() {
    return network().ports(SocketType.STREAM);
  }

  @Override
  StreamSocket another() throws ErrnoException {
    return new TcpSocket(network(), family());
  }

  @Override
  Route route(SocketAddress peer) throws ErrnoException {
    SocketAddress.Inet destination = LoopbackAddress.destination(family(), peer, v6());
    SocketAddress.Inet source = source(destination);
    return new Route((TcpSocket) ports().find(destination, source), source, destination);
  }

  @Override
  Listener.Full whenFull() {
    return Listener.Full.WAITS;
  }
}
