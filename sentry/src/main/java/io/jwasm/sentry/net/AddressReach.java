package io.jwasm.sentry.net;

/**
 * How far an address is from this machine. An answer to the name of somebody on the internet must
 * not lead to this machine or its neighbours: whoever owns the name would reach what only they
 * trust, a cloud's metadata service above all.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA, IPv6</a>
 */
enum AddressReach {
  /** This machine, this link, groups and everybody, and addresses that nobody has. */
  HERE,

  /** Networks of one's own, and those that providers use among themselves. */
  PRIVATE,

  GLOBAL;

  private static final IpNetwork[] HERE_NETWORKS =
      networks(
          "0.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/112",
          "fe80::/10",
          "ff00::/8");

  private static final IpNetwork[] PRIVATE_NETWORKS =
      networks(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "192.0.0.0/24",
          "198.18.0.0/15",
          "fc00::/7",
          "fec0::/10");

  /**
   * Returns how far an address is.
   *
   * @param address as {@link EmbeddedIpv4#unwrap} returned it
   */
  static AddressReach of(IpAddress address) {
    if (isIn(HERE_NETWORKS, address)) {
      return HERE;
    }
    return isIn(PRIVATE_NETWORKS, address) ? PRIVATE : GLOBAL;
  }

  private static boolean isIn(IpNetwork[] networks, IpAddress address) {
    for (IpNetwork network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static IpNetwork[] networks(String... texts) {
    IpNetwork[] networks = new IpNetwork[texts.length];
    for (int i = 0; i < texts.length; i++) {
      networks[i] = IpNetwork.parse(texts[i]);
    }
    return networks;
  }
}
