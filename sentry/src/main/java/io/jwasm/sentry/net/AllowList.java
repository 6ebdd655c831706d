package io.jwasm.sentry.net;

import java.util.List;

/**
 * A list of {@code io.jwasm.net.allow}: it denies what no entry of it allows. An address counts as
 * a name's when this sandbox has resolved the name to it; addresses of IPv6 that stand for one of
 * IPv4 are judged as that one.
 *
 * <p>Datagrams have no connection: a peer that may be sent to may also answer. A socket may be
 * bound to any free port, since who reaches it there is decided when they do.
 */
public final class AllowList implements NetworkPolicy {
  private final List<NetworkRule> out;
  private final List<NetworkRule> in;
  private final boolean unixOut;
  private final boolean unixIn;
  private final ResolvedAddresses resolved;

  /** Whether an entry for outgoing connections needs names that are in no entry. */
  private final boolean anyName;

  AllowList(
      List<NetworkRule> out,
      List<NetworkRule> in,
      List<NameRule> names,
      boolean unixOut,
      boolean unixIn) {
    this.out = out;
    this.in = in;
    this.unixOut = unixOut;
    this.unixIn = unixIn;
    this.resolved = new ResolvedAddresses(names);
    boolean wide = false;
    for (NetworkRule rule : out) {
      wide |= rule.isWide();
    }
    this.anyName = wide;
  }

  /**
   * Returns the policy of a text: entries {@code [in:|out:]HOST[:PORT[-PORT]]} or {@code unix},
   * separated by commas; {@code none} or an empty text for one that denies everything. HOST is
   * {@code *}, an address, a CIDR block, a name or {@code *.NAME}. Without {@code in:} or {@code
   * out:} an entry holds for both directions; a name is only about outgoing ones. For incoming ones
   * HOST is the peer and PORT this sandbox's own.
   *
   * <p>Errors: {@link NetworkConfigException} with the entry that is wrong.
   */
  public static AllowList parse(String text) throws NetworkConfigException {
    return AllowListParser.parse(text);
  }

  @Override
  public boolean allowsConnect(SocketType type, SocketAddress peer) {
    return peer instanceof SocketAddress.Inet inet ? reaches(inet) : unixOut;
  }

  private boolean reaches(SocketAddress.Inet peer) {
    IpAddress address = EmbeddedIpv4.unwrap(peer.address());
    return allows(out, address, peer.port()) || resolved.allows(address, peer.port());
  }

  @Override
  public boolean allowsBind(SocketType type, SocketAddress local) {
    if (local instanceof SocketAddress.Inet inet) {
      return inet.port() == 0 ? allowsInet() : takesAt(inet.port());
    }
    return unixIn || (type == SocketType.DGRAM && unixOut);
  }

  private boolean allowsInet() {
    return !in.isEmpty() || !out.isEmpty() || resolved.hasRules();
  }

  private boolean takesAt(int port) {
    for (NetworkRule rule : in) {
      if (rule.ports().contains(port)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean admits(SocketType type, SocketAddress local, SocketAddress peer) {
    boolean datagram = type == SocketType.DGRAM;
    if (!(local instanceof SocketAddress.Inet here)
        || !(peer instanceof SocketAddress.Inet there)) {
      return local.family() == SocketFamily.UNIX && (unixIn || (datagram && unixOut));
    }
    IpAddress address = EmbeddedIpv4.unwrap(there.address());
    return allows(in, address, here.port()) || (datagram && reaches(there));
  }

  private static boolean allows(List<NetworkRule> rules, IpAddress address, int port) {
    for (NetworkRule rule : rules) {
      if (rule.allows(address, port)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A question to a name server carries its name out of the sandbox. So only names of entries may
   * be asked for, unless there is an outgoing {@code *} or CIDR block, whose addresses somebody has
   * to find. Addresses and {@code localhost} are asked of nobody.
   */
  @Override
  public boolean allowsLookUp(String name) {
    return anyName
        || IpAddressText.parse(name) != null
        || HostName.isLocalhost(name)
        || resolved.isAbout(name);
  }

  @Override
  public void resolved(String name, List<IpAddress> addresses) {
    resolved.add(name, addresses);
  }
}
