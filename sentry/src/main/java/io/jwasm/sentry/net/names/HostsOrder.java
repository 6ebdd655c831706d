package io.jwasm.sentry.net.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Who is asked for a host, and in which order: the line {@code hosts:} of {@code
 * /etc/nsswitch.conf}. Services other than these are passed over, as if they were unavailable.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/nsswitch.conf.5.html">nsswitch.conf(5)</a>
 */
enum HostsOrder {
  FILES,
  DNS;

  private static final String LINE = "hosts:";

  /** Returns whom to ask, one after the other until somebody knows. */
  static List<HostsOrder> parse(String text) {
    Lines lines = new Lines(text, "#");
    for (List<String> line = lines.next(); line != null; line = lines.next()) {
      String first = line.getFirst();
      if (first.startsWith(LINE)) {
        List<HostsOrder> order = order(line);
        if (!order.isEmpty()) {
          return order;
        }
      }
    }
    return List.of(FILES, DNS);
  }

  private static List<HostsOrder> order(List<String> line) {
    List<HostsOrder> order = new ArrayList<>();
    HostsOrder last = null;
    boolean action = false;
    for (int i = 0; i < line.size(); i++) {
      String word = i == 0 ? line.getFirst().substring(LINE.length()) : line.get(i);
      action |= word.startsWith("[");
      if (action && last != null && endsSearch(word)) {
        return order;
      }
      if (action) {
        action = !word.endsWith("]");
      } else if (!word.isEmpty()) {
        last = service(word);
        if (last != null && !order.contains(last)) {
          order.add(last);
        }
      }
    }
    return order;
  }

  /** Returns whether an action, or a part of one, makes it final that a service knows no name. */
  private static boolean endsSearch(String action) {
    String word = action.toUpperCase(Locale.ROOT);
    return word.contains("!UNAVAIL=RETURN")
        || (word.contains("NOTFOUND=RETURN") && !word.contains("!NOTFOUND"));
  }

  private static HostsOrder service(String word) {
    return switch (word) {
      case "files" -> FILES;
      case "dns" -> DNS;
      default -> null;
    };
  }
}
