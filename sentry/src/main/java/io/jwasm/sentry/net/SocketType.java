package io.jwasm.sentry.net;

/**
 * How bytes travel; the {@code SOCK_} words of {@code socket(2)}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a>
 */
public enum SocketType {
  /** A connection that carries bytes in order: TCP, or a stream of the UNIX domain. */
  STREAM,

  /** Messages of their own: UDP, or datagrams of the UNIX domain. */
  DGRAM
}
