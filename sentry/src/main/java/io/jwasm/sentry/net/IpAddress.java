package io.jwasm.sentry.net;

import java.util.Arrays;

/**
 * An address of IPv4 or IPv6; Linux's {@code in_addr} and {@code in6_addr}. Immutable.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ipv6.7.html">ipv6(7)</a>
 */
public final class IpAddress {
  public static final int V4_BYTES = 4;
  public static final int V6_BYTES = 16;

  /** Every address of this machine, of IPv4. */
  public static final IpAddress ANY_V4 = new IpAddress(new byte[V4_BYTES], 0);

  /** Every address of this machine, of IPv6. */
  public static final IpAddress ANY_V6 = new IpAddress(new byte[V6_BYTES], 0);

  private final byte[] bytes;
  private final int scope;

  private IpAddress(byte[] bytes, int scope) {
    this.bytes = bytes;
    this.scope = scope;
  }

  /**
   * Returns the address of 4 or 16 bytes, in the order of the network.
   *
   * @throws IllegalArgumentException for any other length
   */
  public static IpAddress of(byte[] bytes) {
    return of(bytes, 0);
  }

  /**
   * As {@link #of(byte[])}, with the interface that a link-local address belongs to.
   *
   * @param scope number of the interface, 0 for none
   */
  public static IpAddress of(byte[] bytes, int scope) {
    if (bytes.length != V4_BYTES && bytes.length != V6_BYTES) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    }
    return new IpAddress(bytes.clone(), scope);
  }

  /** Returns its 4 or 16 bytes, in the order of the network; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the number of the interface that a link-local address belongs to; 0 for none. */
  public int scope() {
    return scope;
  }

  public SocketFamily family() {
    return bytes.length == V4_BYTES ? SocketFamily.INET : SocketFamily.INET6;
  }

  /** Returns whether it stands for every address of this machine. */
  public boolean isAny() {
    for (byte value : bytes) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress address
        && scope == address.scope
        && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + scope;
  }

  /** Returns it as people write it: {@code 10.0.0.1}, {@code fe80::1%2}. */
  @Override
  public String toString() {
    return IpAddressText.format(bytes, scope);
  }
}
