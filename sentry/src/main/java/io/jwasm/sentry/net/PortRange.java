package io.jwasm.sentry.net;

/** Ports from the first to the last, both included. */
record PortRange(int first, int last) {
  static final PortRange ALL = new PortRange(0, 0xffff);

  /** Returns the ports that {@code PORT} or {@code PORT-PORT} is, or null. */
  static PortRange parse(String text) {
    int dash = text.indexOf('-');
    int first = HostPort.port(dash < 0 ? text : text.substring(0, dash));
    int last = dash < 0 ? first : HostPort.port(text.substring(dash + 1));
    return first < 0 || last < first ? null : new PortRange(first, last);
  }

  boolean contains(int port) {
    return port >= first && port <= last;
  }
}
