package io.jwasm.sentry.net;

/**
 * Which direction of a connection ends.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/shutdown.2.html">shutdown(2)</a>
 */
public enum Shutdown {
  READ,
  WRITE,
  BOTH
}
