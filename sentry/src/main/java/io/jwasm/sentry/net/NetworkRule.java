package io.jwasm.sentry.net;

/**
 * An entry of a list about addresses.
 *
 * @param network null for every address
 */
record NetworkRule(IpNetwork network, PortRange ports) {
  /**
   * @param address as {@link EmbeddedIpv4#unwrap} returned it
   */
  boolean allows(IpAddress address, int port) {
    return ports.contains(port) && (network == null || network.contains(address));
  }

  /** Returns whether it is about so many addresses that they have to be found by name. */
  boolean isWide() {
    return network == null || !network.isOne();
  }
}
