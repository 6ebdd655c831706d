package io.jwasm.sentry.net;

/**
 * What can be set of a socket or asked of it. A value is a number: 0 or 1 for what is on or off,
 * bytes for buffers, nanoseconds for times.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7)</a>
 */
public enum SocketOption {
  REUSE_ADDRESS,
  BROADCAST,
  KEEP_ALIVE,
  SEND_BUFFER,
  RECEIVE_BUFFER,

  /** Seconds that a close waits for what was sent; -1 when it does not. */
  LINGER,

  /** Nanoseconds after which a read gives up with EAGAIN; 0 for never. */
  RECEIVE_TIMEOUT,

  /** Nanoseconds after which a write gives up with EAGAIN; 0 for never. */
  SEND_TIMEOUT,

  NO_DELAY,
  V6_ONLY,

  /** Whether it listens; can only be asked. */
  ACCEPTS,

  /** The error that waits for it, as a number of Linux, 0 for none; taken away by asking. */
  ERROR
}
