package io.jwasm.sentry.net;

import java.util.Arrays;

/**
 * IPv6 addresses that stand for an IPv4 one: what is sent to them arrives there, by the host itself
 * or by a gateway. A policy that did not see through them could be talked around.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5">RFC 4291, 2.5.5: mapped</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3056">RFC 3056: 6to4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6052">RFC 6052</a> and <a
 *     href="https://www.rfc-editor.org/rfc/rfc8215">RFC 8215: NAT64</a>
 */
final class EmbeddedIpv4 {
  private static final byte[] ZEROS = new byte[12];
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] LOCAL_NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1};
  private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

  private EmbeddedIpv4() {}

  /** Returns the IPv4 address that an address stands for, or the same one; without a scope. */
  static IpAddress unwrap(IpAddress address) {
    byte[] bytes = address.bytes();
    int offset = offset(bytes);
    return offset < 0
        ? IpAddress.of(bytes)
        : IpAddress.of(Arrays.copyOfRange(bytes, offset, offset + IpAddress.V4_BYTES));
  }

  static boolean isMapped(byte[] bytes) {
    return bytes.length == IpAddress.V6_BYTES && startsWith(bytes, MAPPED);
  }

  private static int offset(byte[] bytes) {
    if (bytes.length != IpAddress.V6_BYTES) {
      return -1;
    }
    if (startsWith(bytes, SIX_TO_FOUR)) {
      return SIX_TO_FOUR.length;
    }
    boolean last =
        startsWith(bytes, MAPPED)
            || startsWith(bytes, NAT64)
            || startsWith(bytes, LOCAL_NAT64)
            || isCompatible(bytes);
    return last ? ZEROS.length : -1;
  }

  /** The old form {@code ::a.b.c.d}; the addresses from {@code ::} to {@code ::ffff} are none. */
  private static boolean isCompatible(byte[] bytes) {
    return startsWith(bytes, ZEROS) && (bytes[12] != 0 || bytes[13] != 0);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Arrays.mismatch(bytes, 0, prefix.length, prefix, 0, prefix.length) < 0;
  }
}
