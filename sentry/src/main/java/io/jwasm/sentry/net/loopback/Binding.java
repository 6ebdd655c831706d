package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;

/**
 * That a socket has a port of an address; Linux's {@code inet_bind_bucket}. Guarded by its {@link
 * PortTable}.
 */
final class Binding {
  private static final int NO_MATCH = -1;

  final LoopbackSocket socket;

  /** In the form of the tables. */
  final SocketAddress.Inet address;

  final boolean reuses;

  /** Whether a wildcard of IPv6 stands for those of IPv4, too. */
  private final boolean dual;

  /** Whether it takes what comes: a listening stream, and every datagram socket. */
  boolean open;

  /** The only one from whom it takes anything; null for all. */
  SocketAddress.Inet peer;

  Binding(LoopbackSocket socket, SocketAddress.Inet address, Reuse reuse, V6 v6) {
    this.socket = socket;
    this.address = address;
    this.reuses = reuse == Reuse.ALLOWED;
    this.dual = v6 == V6.DUAL;
  }

  /** Whether others may have the same port, if they say so, too; SO_REUSEADDR. */
  enum Reuse {
    ALLOWED,
    REFUSED
  }

  /** Whether a socket of IPv6 takes what comes by IPv4. */
  enum V6 {
    DUAL,
    ONLY
  }

  /** Returns whether two sockets of one port would be reached by the same address. */
  boolean overlaps(Binding other) {
    return covers(other.address.address()) || other.covers(address.address());
  }

  private boolean covers(IpAddress wanted) {
    IpAddress own = address.address();
    return own.isAny()
        ? own.family() == wanted.family() || (own.family() == SocketFamily.INET6 && dual)
        : own.equals(wanted);
  }

  /** Returns how well it fits what comes to an address of its port; negative for not at all. */
  int fits(IpAddress wanted, SocketAddress.Inet source) {
    if (!open || !covers(wanted) || (peer != null && !peer.equals(source))) {
      return NO_MATCH;
    }
    int exact = address.address().isAny() ? 0 : 2;
    int family = address.family() == wanted.family() ? 1 : 0;
    return (peer == null ? 0 : 4) + exact + family;
  }
}
