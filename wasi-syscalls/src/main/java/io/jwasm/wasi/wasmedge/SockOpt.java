package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketOption;
import io.jwasm.wasi.abi.WasiErrno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An option of a socket: its number and the bytes of its value. The level of sockets is WasmEdge's
 * {@code sock_opt_so}; those of TCP and IPv6, which WasmEdge lacks, have the numbers of wasi-libc's
 * headers.
 */
enum SockOpt {
  REUSEADDR(SockOpt.SOCKET, 0, SocketOption.REUSE_ADDRESS, Layout.FLAG),
  TYPE(SockOpt.SOCKET, 1, null, Layout.TYPE),
  ERROR(SockOpt.SOCKET, 2, SocketOption.ERROR, Layout.ERROR),
  BROADCAST(SockOpt.SOCKET, 4, SocketOption.BROADCAST, Layout.FLAG),
  SNDBUF(SockOpt.SOCKET, 5, SocketOption.SEND_BUFFER, Layout.NUMBER),
  RCVBUF(SockOpt.SOCKET, 6, SocketOption.RECEIVE_BUFFER, Layout.NUMBER),
  KEEPALIVE(SockOpt.SOCKET, 7, SocketOption.KEEP_ALIVE, Layout.FLAG),
  LINGER(SockOpt.SOCKET, 9, SocketOption.LINGER, Layout.LINGER),
  RCVTIMEO(SockOpt.SOCKET, 11, SocketOption.RECEIVE_TIMEOUT, Layout.TIMEVAL),
  SNDTIMEO(SockOpt.SOCKET, 12, SocketOption.SEND_TIMEOUT, Layout.TIMEVAL),
  ACCEPTCONN(SockOpt.SOCKET, 13, SocketOption.ACCEPTS, Layout.FLAG),
  NODELAY(SockOpt.TCP, 1, SocketOption.NO_DELAY, Layout.FLAG),
  V6ONLY(SockOpt.IPV6, 26, SocketOption.V6_ONLY, Layout.FLAG);

  private static final int SOCKET = 0;
  private static final int TCP = 6;
  private static final int IPV6 = 41;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** How the value lies in memory. */
  private enum Layout {
    /** An int, 0 or not. */
    FLAG(4),

    /** An int that is not negative. */
    NUMBER(4),

    /** A number of {@code sock_type}. */
    TYPE(4),

    /** A number of {@code errno}. */
    ERROR(4),

    /** {@code struct linger}: whether, an int, and seconds, an int. */
    LINGER(8),

    /** {@code struct timeval}: seconds and microseconds, 64 bits each. */
    TIMEVAL(16);

    private final int bytes;

    Layout(int bytes) {
      this.bytes = bytes;
    }
  }

  private final int level;
  private final int number;
  private final SocketOption option;
  private final Layout layout;

  SockOpt(int level, int number, SocketOption option, Layout layout) {
    this.level = level;
    this.number = number;
    this.option = option;
    this.layout = layout;
  }

  /** Returns what two numbers mean; ENOPROTOOPT. */
  static SockOpt of(int level, int number) throws ErrnoException {
    for (SockOpt option : values()) {
      if (option.level == level && option.number == number) {
        return option;
      }
    }
    throw Errno.ENOPROTOOPT.exception();
  }

  /** Length of its value. */
  int bytes() {
    return layout.bytes;
  }

  /**
   * Sets it to a value of {@link #bytes} bytes.
   *
   * <p>Errors: EINVAL; as {@link Socket#setOption}.
   */
  void set(Socket socket, byte[] value) throws ErrnoException {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    switch (layout) {
      case FLAG -> socket.setOption(option, bytes.getInt(0) == 0 ? 0 : 1);
      case NUMBER -> socket.setOption(option, notNegative(bytes.getInt(0)));
      case TYPE, ERROR -> throw Errno.ENOPROTOOPT.exception();
      case LINGER ->
          socket.setOption(option, bytes.getInt(0) == 0 ? -1 : notNegative(bytes.getInt(4)));
      case TIMEVAL -> socket.setOption(option, nanos(bytes.getLong(0), bytes.getLong(8)));
    }
  }

  private static int notNegative(int value) throws ErrnoException {
    if (value < 0) {
      throw Errno.EINVAL.exception();
    }
    return value;
  }

  /** Times beyond 292 years are never over. */
  private static long nanos(long seconds, long micros) throws ErrnoException {
    if (seconds < 0 || micros < 0 || micros >= MICROS_PER_SECOND) {
      throw Errno.EINVAL.exception();
    }
    return seconds >= Long.MAX_VALUE / NANOS_PER_SECOND
        ? 0
        : seconds * NANOS_PER_SECOND + micros * 1000;
  }

  /**
   * Returns its value, {@link #bytes} bytes.
   *
   * <p>Errors: as {@link Socket#option}.
   */
  byte[] get(Socket socket) throws ErrnoException {
    ByteBuffer bytes = ByteBuffer.allocate(layout.bytes).order(ByteOrder.LITTLE_ENDIAN);
    long value = layout == Layout.TYPE ? 0 : socket.option(option);
    switch (layout) {
      case FLAG -> bytes.putInt(value == 0 ? 0 : 1);
      case NUMBER -> bytes.putInt((int) Math.min(value, Integer.MAX_VALUE));
      case TYPE -> bytes.putInt(SockType.encode(socket.socketType()));
      case ERROR -> bytes.putInt(value == 0 ? 0 : WasiErrno.of(HostErrors.fromNumber((int) value)));
      case LINGER -> bytes.putInt(value < 0 ? 0 : 1).putInt((int) Math.max(value, 0));
      case TIMEVAL ->
          bytes.putLong(value / NANOS_PER_SECOND).putLong(value % NANOS_PER_SECOND / 1000);
    }
    return bytes.array();
  }
}
