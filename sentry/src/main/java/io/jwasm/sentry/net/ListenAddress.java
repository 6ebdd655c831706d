package io.jwasm.sentry.net;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a socket waits that a program finds open at its start; an entry of {@code
 * io.jwasm.net.listen}, such as {@code tcp:0.0.0.0:8080}.
 *
 * @param type STREAM for {@code tcp} and {@code unix}, DGRAM for {@code udp}
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>
 */
public record ListenAddress(SocketType type, SocketAddress address) {
  /** Most entries of a list. */
  public static final int MOST = 64;

  private static final String TCP = "tcp:";
  private static final String UDP = "udp:";
  private static final String UNIX = "unix:";
  private static final String FORMS =
      "write tcp:PORT, tcp:ADDRESS:PORT, udp:ADDRESS:PORT or unix:/PATH, separated by commas";

  /**
   * Returns the addresses of a list, in its order; none of an empty text. {@code tcp:8080} and
   * {@code tcp:*:8080} are every IPv4 address, since a container need not have IPv6.
   *
   * <p>Errors: {@link NetworkConfigException} with the entry that is wrong.
   */
  public static List<ListenAddress> parse(String text) throws NetworkConfigException {
    List<ListenAddress> addresses = new ArrayList<>();
    if (text.isBlank()) {
      return addresses;
    }
    int begin = 0;
    while (begin <= text.length()) {
      int comma = text.indexOf(',', begin);
      int end = comma < 0 ? text.length() : comma;
      addOnce(addresses, text.substring(begin, end).strip());
      begin = end + 1;
    }
    return addresses;
  }

  private static void addOnce(List<ListenAddress> addresses, String entry)
      throws NetworkConfigException {
    ListenAddress added = entry(entry);
    for (ListenAddress address : addresses) {
      if (address.toString().equals(added.toString())) {
        throw NetworkConfigException.found(entry, "the same address is in the list before it");
      }
    }
    if (addresses.size() == MOST) {
      throw NetworkConfigException.found(entry, "a list has at most " + MOST + " addresses");
    }
    addresses.add(added);
  }

  private static ListenAddress entry(String entry) throws NetworkConfigException {
    if (entry.startsWith(TCP)) {
      return new ListenAddress(SocketType.STREAM, inet(entry, entry.substring(TCP.length())));
    }
    if (entry.startsWith(UDP)) {
      return new ListenAddress(SocketType.DGRAM, inet(entry, entry.substring(UDP.length())));
    }
    if (entry.startsWith(UNIX)) {
      return new ListenAddress(SocketType.STREAM, unix(entry, entry.substring(UNIX.length())));
    }
    throw NetworkConfigException.found(entry, FORMS);
  }

  private static SocketAddress inet(String entry, String rest) throws NetworkConfigException {
    HostPort halves = HostPort.split(rest.indexOf(':') < 0 ? "*:" + rest : rest);
    if (halves == null || halves.port() == null) {
      throw NetworkConfigException.found(entry, FORMS);
    }
    IpAddress address = address(halves.host());
    if (address == null) {
      throw NetworkConfigException.found(
          entry, "what stands before the port is * or an IPv4 address or an IPv6 one in brackets");
    }
    int port = HostPort.port(halves.port());
    if (port < 0) {
      throw NetworkConfigException.found(entry, "a port is a number from 1 to 65535");
    }
    return new SocketAddress.Inet(address, port);
  }

  private static IpAddress address(String host) {
    return host.equals("*") ? IpAddress.ANY_V4 : IpAddressText.parse(host);
  }

  private static SocketAddress unix(String entry, String path) throws NetworkConfigException {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw NetworkConfigException.found(entry, "unix: is followed by an absolute path");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > SocketAddress.UNIX_PATH_MAX) {
      throw NetworkConfigException.found(
          entry, "the path has more than " + SocketAddress.UNIX_PATH_MAX + " bytes");
    }
    return new SocketAddress.Unix(path);
  }

  /** Returns it as in a list: {@code tcp:0.0.0.0:8080}. */
  @Override
  public String toString() {
    boolean unix = address.family() == SocketFamily.UNIX;
    return unix ? address.toString() : (type == SocketType.STREAM ? TCP : UDP) + address;
  }
}
