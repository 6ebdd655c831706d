package io.jwasm.sentry.net;

import java.util.List;

/**
 * Whom a sandbox may talk to, from the lists of {@code io.jwasm.net.allow}. Asked with the address
 * that is really used, after names were resolved.
 *
 * <p>Locks: none; several threads may ask at once.
 */
public interface NetworkPolicy {
  /** Lets everything through, as users of docker expect. */
  NetworkPolicy OPEN =
      new NetworkPolicy() {
        @Override
        public boolean allowsConnect(SocketType type, SocketAddress peer) {
          return true;
        }

        @Override
        public boolean allowsBind(SocketType type, SocketAddress local) {
          return true;
        }

        @Override
        public boolean admits(SocketType type, SocketAddress local, SocketAddress peer) {
          return true;
        }

        @Override
        public boolean allowsLookUp(String name) {
          return true;
        }

        @Override
        public void resolved(String name, List<IpAddress> addresses) {}
      };

  /** Returns whether a connection may be made to an address, or a datagram sent there. */
  boolean allowsConnect(SocketType type, SocketAddress peer);

  /** Returns whether a socket may have a local address, for others to reach it. */
  boolean allowsBind(SocketType type, SocketAddress local);

  /** Returns whether a connection or a datagram of a peer is taken at a local address. */
  boolean admits(SocketType type, SocketAddress local, SocketAddress peer);

  /** Returns whether a name may be asked for. */
  boolean allowsLookUp(String name);

  /** Takes note of what a name was resolved to, for connections that follow. */
  void resolved(String name, List<IpAddress> addresses);
}
