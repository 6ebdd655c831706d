package io.jwasm.sentry.net;

/**
 * What kind of address a socket has; the {@code AF_} words of {@code socket(2)}.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/address_families.7.html">address_families(7)</a>
 */
public enum SocketFamily {
  /** IPv4. */
  INET,

  /** IPv6. */
  INET6,

  /** Names in the file system, within one machine. */
  UNIX
}
