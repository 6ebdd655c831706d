package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;

/**
 * A stream of the UNIX domain.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
final class UnixStreamSocket extends StreamSocket {
  UnixStreamSocket(LoopbackNetwork network) throws ErrnoException {
    super(network, SocketFamily.UNIX);
  }

  @Override
  void open() throws ErrnoException {
    if (boundAddress() instanceof SocketAddress.Unix name && name.path().isEmpty()) {
      throw Errno.EINVAL.exception();
    }
  }

  @Override
  void shut() {}

  @Override
  StreamSocket another() throws ErrnoException {
    return new UnixStreamSocket(network());
  }

  @Override
  Route route(SocketAddress peer) throws ErrnoException {
    if (!(peer instanceof SocketAddress.Unix name)) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    if (network().names().find(name.path()) instanceof UnixStreamSocket found) {
      return new Route(found, boundAddress(), found.boundAddress());
    }
    throw Errno.EPROTOTYPE.exception();
  }

  @Override
  Listener.Full whenFull() {
    return isNonblocking() ? Listener.Full.FAILS : Listener.Full.WAITS;
  }
}
