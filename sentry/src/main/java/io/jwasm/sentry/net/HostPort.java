package io.jwasm.sentry.net;

/**
 * The two halves of {@code HOST:PORT} as text. An IPv6 address with a port stands in brackets;
 * without them its colons leave no room for one.
 *
 * @param host without brackets
 * @param port null when there is none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2">RFC 3986, 3.2</a>
 */
record HostPort(String host, String port) {
  private static final int MAX_PORT = 0xffff;

  /** Returns the halves, or null when brackets do not match. */
  static HostPort split(String text) {
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      String rest = close < 0 ? "" : text.substring(close + 1);
      boolean fits = close > 0 && (rest.isEmpty() || rest.startsWith(":"));
      boolean v6 = fits && text.indexOf(':') < close && text.indexOf(':') > 0;
      return v6
          ? new HostPort(text.substring(1, close), rest.isEmpty() ? null : rest.substring(1))
          : null;
    }
    int colon = text.indexOf(':');
    boolean one = colon >= 0 && text.indexOf(':', colon + 1) < 0;
    return one
        ? new HostPort(text.substring(0, colon), text.substring(colon + 1))
        : new HostPort(text, null);
  }

  /** Returns the port from 1 to 65,535 that a text is, or -1. */
  static int port(String text) {
    int value = text.isEmpty() || text.length() > 5 ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      char digit = text.charAt(i);
      value = digit >= '0' && digit <= '9' ? value * 10 + (digit - '0') : -1;
    }
    return value < 1 || value > MAX_PORT ? -1 : value;
  }
}
