package io.jwasm.sentry.net;

/**
 * All addresses with the same first bits; a CIDR block.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632">RFC 4632</a>
 */
final class IpNetwork {
  private static final int MAPPED_BITS = 96;

  private final byte[] address;
  private final int bits;

  private IpNetwork(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * Returns the network that a text is, or null: {@code ADDRESS/BITS}, or an address for a network
   * of one. Bits of the address behind the first ones say nothing. IPv4 addresses written as IPv6
   * are those of IPv4.
   */
  static IpNetwork parse(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddressText.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null || address.scope() != 0) {
      return null;
    }
    byte[] bytes = address.bytes();
    int most = 8 * bytes.length;
    int bits = slash < 0 ? most : bits(text.substring(slash + 1), most);
    if (bits < 0) {
      return null;
    }
    boolean mapped = EmbeddedIpv4.isMapped(bytes) && bits >= MAPPED_BITS;
    return mapped
        ? new IpNetwork(EmbeddedIpv4.unwrap(address).bytes(), bits - MAPPED_BITS)
        : new IpNetwork(bytes, bits);
  }

  private static int bits(String text, int most) {
    if (text.equals("0")) {
      return 0;
    }
    int bits = text.startsWith("0") ? -1 : HostPort.port(text);
    return bits > most ? -1 : bits;
  }

  /** Returns whether it is a single address. */
  boolean isOne() {
    return bits == 8 * address.length;
  }

  /** Returns whether its addresses stand for IPv4 ones, which no rule for IPv6 is asked about. */
  boolean isEmbedded() {
    return EmbeddedIpv4.unwrap(IpAddress.of(address)).family() != IpAddress.of(address).family();
  }

  boolean contains(IpAddress other) {
    byte[] bytes = other.bytes();
    if (bytes.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (bytes[i] != address[i]) {
        return false;
      }
    }
    int mask = 0xff00 >> bits % 8;
    return bits % 8 == 0 || ((bytes[whole] ^ address[whole]) & mask & 0xff) == 0;
  }
}
