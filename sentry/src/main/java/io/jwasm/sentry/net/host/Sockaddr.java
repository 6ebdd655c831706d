package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The layouts of {@code struct sockaddr_in}, {@code sockaddr_in6} and {@code sockaddr_un}:
 *
 * <pre>
 *  0        2      4           8          24      28
 * [family] [port] [address of 4 bytes]
 * [family] [port] [flow]      [address]  [scope]
 * [family] [path ... NUL]
 * </pre>
 *
 * Port and address are in the order of the network, the others in the machine's.
 */
final class Sockaddr {
  private Sockaddr() {}

  static byte[] of(SocketAddress.Inet inet) {
    IpAddress address = inet.address();
    boolean v4 = address.family() == SocketFamily.INET;
    byte[] sockaddr =
        new byte[v4 ? HostConstants.SOCKADDR_IN_BYTES : HostConstants.SOCKADDR_IN6_BYTES];
    ByteBuffer out = view(sockaddr);
    if (v4) {
      out.putShort(0, (short) HostConstants.AF_INET);
      out.put(HostConstants.SOCKADDR_IN_ADDR, address.bytes());
    } else {
      out.putShort(0, (short) HostConstants.AF_INET6);
      out.put(HostConstants.SOCKADDR_IN6_ADDR, address.bytes());
      out.putInt(HostConstants.SOCKADDR_IN6_SCOPE_ID, address.scope());
    }
    // It is at the same place in both.
    out.order(ByteOrder.BIG_ENDIAN).putShort(HostConstants.SOCKADDR_IN_PORT, (short) inet.port());
    return sockaddr;
  }

  /**
   * Returns the name of a socket of the UNIX domain.
   *
   * <p>Errors: ENAMETOOLONG for more bytes than such a name can have.
   */
  static byte[] of(String place) throws ErrnoException {
    byte[] path = place.getBytes(StandardCharsets.UTF_8);
    int length = HostConstants.SOCKADDR_UN_PATH + path.length;
    if (length > HostConstants.SOCKADDR_UN_BYTES) {
      throw Errno.ENAMETOOLONG.exception();
    }
    byte[] sockaddr = new byte[length];
    view(sockaddr)
        .putShort(0, (short) HostConstants.AF_UNIX)
        .put(HostConstants.SOCKADDR_UN_PATH, path);
    return sockaddr;
  }

  private static ByteBuffer view(byte[] sockaddr) {
    return ByteBuffer.wrap(sockaddr).order(ByteOrder.nativeOrder());
  }

  static int family(byte[] sockaddr) {
    return view(sockaddr).getShort(0);
  }

  /** Returns an address of IPv4 or IPv6; null for none. */
  static SocketAddress inet(byte[] sockaddr) {
    ByteBuffer in = view(sockaddr);
    int port =
        Short.toUnsignedInt(
            in.order(ByteOrder.BIG_ENDIAN).getShort(HostConstants.SOCKADDR_IN_PORT));
    in.order(ByteOrder.nativeOrder());
    return switch (family(sockaddr)) {
      case HostConstants.AF_INET -> {
        byte[] bytes = new byte[IpAddress.V4_BYTES];
        in.get(HostConstants.SOCKADDR_IN_ADDR, bytes);
        yield new SocketAddress.Inet(IpAddress.of(bytes), port);
      }
      case HostConstants.AF_INET6 -> {
        byte[] bytes = new byte[IpAddress.V6_BYTES];
        in.get(HostConstants.SOCKADDR_IN6_ADDR, bytes);
        int scope = in.getInt(HostConstants.SOCKADDR_IN6_SCOPE_ID);
        yield new SocketAddress.Inet(IpAddress.of(bytes, scope), port);
      }
      default -> null;
    };
  }

  /** Returns the name of a socket of the UNIX domain; empty for none, and for an abstract one. */
  static String place(byte[] sockaddr) {
    int begin = HostConstants.SOCKADDR_UN_PATH;
    int end = begin;
    while (end < HostConstants.SOCKADDR_UN_BYTES && sockaddr[end] != 0) {
      end++;
    }
    return new String(sockaddr, begin, end - begin, StandardCharsets.UTF_8);
  }
}
