package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import java.util.Arrays;

/**
 * The addresses of this stack. The tables know an IPv4 address in one form only; a socket of IPv6
 * sees it as {@code ::ffff:a.b.c.d}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291">RFC 4291, 2.5.5.2</a>
 */
final class LoopbackAddress {
  static final IpAddress V4 = IpAddress.of(new byte[] {127, 0, 0, 1});
  static final IpAddress V6 =
      IpAddress.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  private static final int MAPPED_PREFIX = 12;
  private static final int NET_127 = 127;

  private LoopbackAddress() {}

  /** Returns the wildcard of a family of IP. */
  static IpAddress any(SocketFamily family) {
    return family == SocketFamily.INET ? IpAddress.ANY_V4 : IpAddress.ANY_V6;
  }

  /** Returns the form that the tables know: no mapped address, no scope. */
  static SocketAddress.Inet canonical(SocketAddress.Inet address) {
    byte[] bytes = address.address().bytes();
    if (isMapped(bytes)) {
      return at(Arrays.copyOfRange(bytes, MAPPED_PREFIX, bytes.length), address.port());
    }
    return address.address().scope() == 0 ? address : at(bytes, address.port());
  }

  private static SocketAddress.Inet at(byte[] bytes, int port) {
    return new SocketAddress.Inet(IpAddress.of(bytes), port);
  }

  private static boolean isMapped(byte[] bytes) {
    if (bytes.length != IpAddress.V6_BYTES) {
      return false;
    }
    for (int i = 0; i < MAPPED_PREFIX; i++) {
      if (bytes[i] != (i < MAPPED_PREFIX - 2 ? 0 : (byte) 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** Returns an address of the tables as a socket of a family sees it. */
  static SocketAddress.Inet seenBy(SocketFamily family, SocketAddress.Inet canonical) {
    if (family == SocketFamily.INET || canonical.family() == SocketFamily.INET6) {
      return canonical;
    }
    byte[] mapped = new byte[IpAddress.V6_BYTES];
    mapped[MAPPED_PREFIX - 2] = (byte) 0xff;
    mapped[MAPPED_PREFIX - 1] = (byte) 0xff;
    System.arraycopy(canonical.address().bytes(), 0, mapped, MAPPED_PREFIX, IpAddress.V4_BYTES);
    return at(mapped, canonical.port());
  }

  /** Returns whether a canonical address is one of this stack, or a wildcard. */
  static boolean isHere(IpAddress address) {
    return address.isAny()
        || (address.family() == SocketFamily.INET
            ? address.bytes()[0] == NET_127
            : address.equals(V6));
  }

  /**
   * Returns where a connection or datagram to an address goes to, in the form of the tables; the
   * wildcard is this machine.
   *
   * <p>Errors: EAFNOSUPPORT; ENETUNREACH.
   *
   * @param v6 what a socket of IPv6 does with an address of IPv4
   */
  static SocketAddress.Inet destination(SocketFamily family, SocketAddress peer, Binding.V6 v6)
      throws ErrnoException {
    if (peer.family() != family || !(peer instanceof SocketAddress.Inet wanted)) {
      throw Errno.EAFNOSUPPORT.exception();
    }
    SocketAddress.Inet address = canonical(wanted);
    boolean mapped = address.family() != family;
    if (!isHere(address.address()) || (mapped && v6 == Binding.V6.ONLY)) {
      throw Errno.ENETUNREACH.exception();
    }
    return address.address().isAny() ? source(address, address.port()) : address;
  }

  /** Returns from where a socket that is bound to no address talks to one. */
  static SocketAddress.Inet source(SocketAddress.Inet destination, int port) {
    return new SocketAddress.Inet(destination.family() == SocketFamily.INET ? V4 : V6, port);
  }
}
