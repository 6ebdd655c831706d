package io.jwasm.sentry.net.names;

import io.jwasm.sentry.net.SocketType;
import java.util.List;

/**
 * What {@code /etc/services} says.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/services.5.html">services(5)</a>
 */
final class Services {
  private static final int MAX_PORT = 0xffff;

  private Services() {}

  /** Returns the port of a service by its name or another name for it, or -1. */
  static int find(String text, String service, SocketType type) {
    String protocol = type == SocketType.STREAM ? "/tcp" : "/udp";
    Lines lines = new Lines(text, "#");
    for (List<String> line = lines.next(); line != null; line = lines.next()) {
      boolean port = line.size() > 1 && line.get(1).endsWith(protocol);
      if (port && (line.getFirst().equals(service) || line.lastIndexOf(service) > 1)) {
        return number(line.get(1), line.get(1).length() - protocol.length());
      }
    }
    return -1;
  }

  /** Returns the port that a whole text is, or -1. */
  static int number(String text) {
    return number(text, text.length());
  }

  private static int number(String text, int end) {
    int port = end < 1 || end > 5 ? -1 : 0;
    for (int i = 0; i < end && port >= 0; i++) {
      char digit = text.charAt(i);
      port = digit >= '0' && digit <= '9' ? 10 * port + (digit - '0') : -1;
    }
    return port > MAX_PORT ? -1 : port;
  }
}
