package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.sentry.net.SocketType;
import java.util.EnumMap;
import java.util.Map;

/**
 * The options of a socket, which are only kept until somebody looks.
 *
 * <p>Locks: its own guards those that are looked at seldom.
 */
final class SocketOptions {
  /** Bounds of a buffer's size in bytes. */
  static final int MIN_BUFFER = 4096;

  static final int MAX_BUFFER = 212_992;

  static final int STREAM_BUFFER = 65_536;

  /** Room for the longest datagram, and for many short ones. */
  static final int DATAGRAM_BUFFER = MAX_BUFFER;

  /** A close does not wait, and has nothing to wait for: what was sent is there already. */
  private static final long NO_LINGER = -1;

  private final SocketFamily family;
  private final SocketType type;
  private final Map<SocketOption, Long> values = new EnumMap<>(SocketOption.class);

  private volatile int sendBytes;
  private volatile int receiveBytes;
  private volatile long sendTimeoutNanos;
  private volatile long receiveTimeoutNanos;

  SocketOptions(SocketFamily family, SocketType type) {
    this.family = family;
    this.type = type;
    sendBytes = type == SocketType.STREAM ? STREAM_BUFFER : DATAGRAM_BUFFER;
    receiveBytes = sendBytes;
  }

  /** Takes over the options of the socket that a connection was made to. */
  synchronized void inherit(SocketOptions from) {
    sendBytes = from.sendBytes;
    receiveBytes = from.receiveBytes;
    sendTimeoutNanos = from.sendTimeoutNanos;
    receiveTimeoutNanos = from.receiveTimeoutNanos;
    values.putAll(from.copy());
  }

  private synchronized Map<SocketOption, Long> copy() {
    return Map.copyOf(values);
  }

  /** Returns how many bytes of its own may be on their way. */
  int sendBytes() {
    return sendBytes;
  }

  /** Returns how many bytes may wait to be received. */
  int receiveBytes() {
    return receiveBytes;
  }

  /** Returns how long a send waits; 0 for ever. */
  long sendTimeoutNanos() {
    return sendTimeoutNanos;
  }

  /** Returns how long a receive waits; 0 for ever. */
  long receiveTimeoutNanos() {
    return receiveTimeoutNanos;
  }

  /** Returns whether something is switched on. */
  boolean isOn(SocketOption option) {
    return kept(option, 0) != 0;
  }

  /** Returns whether a close is to look like a failure, instead of waiting for no time. */
  boolean abortsOnClose() {
    return kept(SocketOption.LINGER, NO_LINGER) == 0;
  }

  private synchronized long kept(SocketOption option, long usual) {
    Long value = values.get(option);
    return value == null ? usual : value;
  }

  /**
   * Returns the value that a program gets.
   *
   * <p>Errors: ENOPROTOOPT.
   */
  long get(SocketOption option) throws ErrnoException {
    checkKnown(option);
    return switch (option) {
      case SEND_BUFFER -> sendBytes;
      case RECEIVE_BUFFER -> receiveBytes;
      case SEND_TIMEOUT -> sendTimeoutNanos;
      case RECEIVE_TIMEOUT -> receiveTimeoutNanos;
      case LINGER -> kept(option, NO_LINGER);
      case REUSE_ADDRESS, BROADCAST, KEEP_ALIVE, NO_DELAY, V6_ONLY, ACCEPTS, ERROR ->
          kept(option, 0);
    };
  }

  /**
   * Sets what a program wants.
   *
   * <p>Errors: ENOPROTOOPT; EINVAL.
   */
  synchronized void set(SocketOption option, long value) throws ErrnoException {
    checkKnown(option);
    switch (option) {
      case REUSE_ADDRESS, BROADCAST, KEEP_ALIVE, NO_DELAY, V6_ONLY ->
          values.put(option, value == 0 ? 0L : 1L);
      case LINGER -> values.put(option, Math.max(value, NO_LINGER));
      case SEND_BUFFER -> sendBytes = Math.clamp(notNegative(value), MIN_BUFFER, MAX_BUFFER);
      case RECEIVE_BUFFER -> receiveBytes = Math.clamp(notNegative(value), MIN_BUFFER, MAX_BUFFER);
      case SEND_TIMEOUT -> sendTimeoutNanos = notNegative(value);
      case RECEIVE_TIMEOUT -> receiveTimeoutNanos = notNegative(value);
      case ACCEPTS, ERROR -> throw Errno.ENOPROTOOPT.exception();
    }
  }

  private static long notNegative(long value) throws ErrnoException {
    if (value < 0) {
      throw Errno.EINVAL.exception();
    }
    return value;
  }

  private void checkKnown(SocketOption option) throws ErrnoException {
    boolean known =
        switch (option) {
          case NO_DELAY -> type == SocketType.STREAM && family != SocketFamily.UNIX;
          case V6_ONLY -> family == SocketFamily.INET6;
          case REUSE_ADDRESS,
              BROADCAST,
              KEEP_ALIVE,
              SEND_BUFFER,
              RECEIVE_BUFFER,
              LINGER,
              RECEIVE_TIMEOUT,
              SEND_TIMEOUT,
              ACCEPTS,
              ERROR ->
              true;
        };
    if (!known) {
      throw Errno.ENOPROTOOPT.exception();
    }
  }
}
