package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.HostName;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.IpAddressText;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code /etc/resolv.conf} says, within the bounds that glibc has. What cannot be understood
 * is passed over, as there.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/resolv.conf.5.html">resolv.conf(5)</a>
 */
final class ResolvConf {
  private static final int MOST_SERVERS = 3;
  private static final int MOST_SEARCH = 32;
  private static final int MAX_NDOTS = 15;
  private static final int MAX_TIMEOUT_SECONDS = 30;
  private static final int MAX_ATTEMPTS = 5;

  private static final IpAddress LOOPBACK = IpAddressText.parse("127.0.0.1");

  private final List<IpAddress> servers = new ArrayList<>();
  private List<String> search = List.of();
  private int ndots = 1;
  private int timeoutSeconds = 5;
  private int attempts = 2;
  private boolean rotate;

  private ResolvConf() {}

  static ResolvConf parse(String text) {
    ResolvConf conf = new ResolvConf();
    Lines lines = new Lines(text, "#;");
    for (List<String> line = lines.next(); line != null; line = lines.next()) {
      conf.take(line.getFirst(), line.subList(1, line.size()));
    }
    if (conf.servers.isEmpty()) {
      conf.servers.add(LOOPBACK);
    }
    return conf;
  }

  private void take(String keyword, List<String> values) {
    switch (keyword) {
      case "nameserver" -> addServer(values);
      // The last of these lines counts.
      case "search" -> search = names(values);
      case "domain" -> search = names(values.subList(0, Math.min(values.size(), 1)));
      case "options" -> values.forEach(this::takeOption);
      default -> {}
    }
  }

  private void addServer(List<String> values) {
    IpAddress address = values.isEmpty() ? null : IpAddressText.parse(values.getFirst());
    if (address != null && servers.size() < MOST_SERVERS) {
      servers.add(address);
    }
  }

  private static List<String> names(List<String> values) {
    List<String> names = new ArrayList<>();
    for (String value : values) {
      try {
        if (names.size() < MOST_SEARCH) {
          names.add(HostName.canonical(value));
        }
      } catch (ErrnoException e) {
        // Also the root, which a name is looked for in anyway.
      }
    }
    return names;
  }

  private void takeOption(String option) {
    int colon = option.indexOf(':');
    if (colon < 0) {
      rotate |= option.equals("rotate");
      return;
    }
    int value = Services.number(option.substring(colon + 1));
    if (value < 0) {
      return;
    }
    switch (option.substring(0, colon)) {
      case "ndots" -> ndots = Math.min(value, MAX_NDOTS);
      case "timeout" -> timeoutSeconds = Math.clamp(value, 1, MAX_TIMEOUT_SECONDS);
      case "attempts" -> attempts = Math.clamp(value, 1, MAX_ATTEMPTS);
      default -> {}
    }
  }

  /** Returns whom to ask, one to three. */
  List<IpAddress> servers() {
    return servers;
  }

  /** Returns how often all servers are asked. */
  int attempts() {
    return attempts;
  }

  /** Returns for how long a server is waited for. */
  long timeoutNanos() {
    return timeoutSeconds * 1_000_000_000L;
  }

  /** Returns whether each question begins with another server. */
  boolean rotates() {
    return rotate;
  }

  /**
   * Returns the names to ask for, one after the other until there is such a name. To one with a dot
   * at its end nothing is added.
   *
   * @param name as a program gave it
   * @param canonical its canonical form
   */
  List<String> candidates(String name, String canonical) {
    if (name.endsWith(".") || search.isEmpty()) {
      return List.of(canonical);
    }
    List<String> candidates = new ArrayList<>();
    for (String domain : search) {
      if (canonical.length() + 1 + domain.length() <= HostName.MAX_CHARS) {
        candidates.add(canonical + "." + domain);
      }
    }
    boolean first = dots(canonical) >= ndots;
    candidates.add(first ? 0 : candidates.size(), canonical);
    return candidates;
  }

  private static int dots(String name) {
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      dots += name.charAt(i) == '.' ? 1 : 0;
    }
    return dots;
  }
}
