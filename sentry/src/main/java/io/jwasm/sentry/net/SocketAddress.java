package io.jwasm.sentry.net;

/**
 * Where a socket is reached; Linux's {@code struct sockaddr}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sockaddr.3type.html">sockaddr(3type)</a>
 */
public sealed interface SocketAddress {
  /** Most bytes of a name of the UNIX domain, as in Linux. */
  int UNIX_PATH_MAX = 108;

  SocketFamily family();

  /**
   * A port of an address of IPv4 or IPv6.
   *
   * @param port 0 to 65,535; 0 asks for any free one
   */
  record Inet(IpAddress address, int port) implements SocketAddress {
    public Inet {
      if (port < 0 || port > 0xffff) {
        throw new IllegalArgumentException("no port: " + port);
      }
    }

    @Override
    public SocketFamily family() {
      return address.family();
    }

    @Override
    public String toString() {
      return address.family() == SocketFamily.INET6
          ? "[" + address + "]:" + port
          : address + ":" + port;
    }
  }

  /**
   * A name in the file system as the program sees it; empty for a socket that has none.
   *
   * @param path without a NUL
   */
  record Unix(String path) implements SocketAddress {
    @Override
    public SocketFamily family() {
      return SocketFamily.UNIX;
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
