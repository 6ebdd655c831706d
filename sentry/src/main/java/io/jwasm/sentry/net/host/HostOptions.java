package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostSockets;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;

/**
 * Options of a socket. The host keeps all but the timeouts: it never waits, so they are times that
 * a task waits.
 */
final class HostOptions {
  /** Above these 16 bits no number of seconds makes a difference to anybody. */
  private static final int MOST_LINGER_SECONDS = 0xffff;

  private static final int UNKNOWN = -1;

  private final SocketFamily family;
  private final SocketType type;
  private volatile long receiveTimeoutNanos;
  private volatile long sendTimeoutNanos;

  HostOptions(SocketFamily family, SocketType type) {
    this.family = family;
    this.type = type;
  }

  /** Has what an accepted connection has of its listener; the host copies its own part. */
  void inherit(HostOptions listener) {
    receiveTimeoutNanos = listener.receiveTimeoutNanos;
    sendTimeoutNanos = listener.sendTimeoutNanos;
  }

  /** Returns how long a task waits to receive; negative for ever. */
  long receiveWaitNanos() {
    return receiveTimeoutNanos == 0 ? -1 : receiveTimeoutNanos;
  }

  /** Returns how long a task waits to send; negative for ever. */
  long sendWaitNanos() {
    return sendTimeoutNanos == 0 ? -1 : sendTimeoutNanos;
  }

  void set(int fd, SocketOption option, long value) throws ErrnoException {
    switch (option) {
      case RECEIVE_TIMEOUT -> receiveTimeoutNanos = checked(value, 0, Long.MAX_VALUE);
      case SEND_TIMEOUT -> sendTimeoutNanos = checked(value, 0, Long.MAX_VALUE);
      case LINGER ->
          HostErrors.check(
              HostSockets.setLinger(fd, (int) checked(value, -1, MOST_LINGER_SECONDS)));
      case SEND_BUFFER, RECEIVE_BUFFER ->
          setHost(fd, option, (int) checked(value, 0, Integer.MAX_VALUE));
      case REUSE_ADDRESS, BROADCAST, KEEP_ALIVE, NO_DELAY, V6_ONLY ->
          setHost(fd, option, value == 0 ? 0 : 1);
      case ACCEPTS, ERROR -> throw Errno.ENOPROTOOPT.exception();
    }
  }

  private void setHost(int fd, SocketOption option, int value) throws ErrnoException {
    HostErrors.check(HostSockets.setsockopt(fd, level(option), name(option), value));
  }

  private static long checked(long value, long least, long most) throws ErrnoException {
    if (value < least || value > most) {
      throw Errno.EINVAL.exception();
    }
    return value;
  }

  long get(int fd, SocketOption option) throws ErrnoException {
    return switch (option) {
      case RECEIVE_TIMEOUT -> receiveTimeoutNanos;
      case SEND_TIMEOUT -> sendTimeoutNanos;
      case LINGER -> (int) HostErrors.check(HostSockets.getLinger(fd));
      case REUSE_ADDRESS,
          BROADCAST,
          KEEP_ALIVE,
          SEND_BUFFER,
          RECEIVE_BUFFER,
          NO_DELAY,
          V6_ONLY,
          ACCEPTS,
          ERROR ->
          HostErrors.check(HostSockets.getsockopt(fd, level(option), name(option)));
    };
  }

  /** Levels answer for options that are not theirs: an unknown one is so in every family. */
  private int level(SocketOption option) throws ErrnoException {
    int level =
        switch (option) {
          case NO_DELAY -> isTcp() ? HostConstants.IPPROTO_TCP : UNKNOWN;
          case V6_ONLY -> family == SocketFamily.INET6 ? HostConstants.IPPROTO_IPV6 : UNKNOWN;
          default -> HostConstants.SOL_SOCKET;
        };
    if (level == UNKNOWN) {
      throw Errno.ENOPROTOOPT.exception();
    }
    return level;
  }

  private boolean isTcp() {
    return type == SocketType.STREAM && family != SocketFamily.UNIX;
  }

  private static int name(SocketOption option) {
    return switch (option) {
      case REUSE_ADDRESS -> HostConstants.SO_REUSEADDR;
      case BROADCAST -> HostConstants.SO_BROADCAST;
      case KEEP_ALIVE -> HostConstants.SO_KEEPALIVE;
      case SEND_BUFFER -> HostConstants.SO_SNDBUF;
      case RECEIVE_BUFFER -> HostConstants.SO_RCVBUF;
      case NO_DELAY -> HostConstants.TCP_NODELAY;
      case V6_ONLY -> HostConstants.IPV6_V6ONLY;
      case ACCEPTS -> HostConstants.SO_ACCEPTCONN;
      case ERROR -> HostConstants.SO_ERROR;
      case LINGER, RECEIVE_TIMEOUT, SEND_TIMEOUT -> UNKNOWN;
    };
  }
}
