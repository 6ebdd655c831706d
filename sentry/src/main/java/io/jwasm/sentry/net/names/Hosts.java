package io.jwasm.sentry.net.names;

import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.SocketFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code /etc/hosts} says.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/hosts.5.html">hosts(5)</a>
 */
final class Hosts {
  private Hosts() {}

  /**
   * Returns the addresses of a name in the file's order, at most {@link Resolver#MOST_ADDRESSES}.
   *
   * @param name in its canonical form
   * @param family null for both
   */
  static List<IpAddress> find(String text, String name, SocketFamily family) {
    List<IpAddress> found = new ArrayList<>();
    Lines lines = new Lines(text, "#");
    List<String> line = lines.next();
    while (line != null && found.size() < Resolver.MOST_ADDRESSES) {
      if (names(line, name)) {
        IpAddress address = IpAddressText.parse(line.getFirst());
        boolean wanted = address != null && (family == null || address.family() == family);
        if (wanted && !found.contains(address)) {
          found.add(address);
        }
      }
      line = lines.next();
    }
    return found;
  }

  private static boolean names(List<String> line, String name) {
    for (int i = 1; i < line.size(); i++) {
      String host = line.get(i);
      boolean dot = host.length() == name.length() + 1 && host.endsWith(".");
      boolean same = host.regionMatches(true, 0, name, 0, name.length());
      if (same && (dot || host.length() == name.length())) {
        return true;
      }
    }
    return false;
  }
}
