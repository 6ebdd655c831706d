package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.wasi.Sockets;

/**
 * Where a socket and its peer are. Every function answers EBADF for a number that is not open,
 * ENOTSOCK for what is no socket, EINVAL for a buffer of a length that does not exist, and the
 * peer's ENOTCONN.
 */
final class AddressCalls {
  /** Version 1 names a family by the version of the protocol. */
  private static final int V1_INET = 4;

  private static final int V1_INET6 = 6;

  private AddressCalls() {}

  /** Asks a socket for one of its addresses. */
  @FunctionalInterface
  private interface Question {
    SocketAddress ask(Socket socket) throws ErrnoException;
  }

  /**
   * {@code sock_getlocaladdr(fd, address, type, port)}; the type is 4 or 6.
   *
   * <p>Errors: ENOMEM when the buffer is too short for it.
   */
  static void localV1(Task task, long[] args) throws ErrnoException {
    version1(task, args, Socket::localAddress);
  }

  /** {@code sock_getpeeraddr(fd, address, type, port)}; as {@link #localV1}. */
  static void peerV1(Task task, long[] args) throws ErrnoException {
    version1(task, args, Socket::remoteAddress);
  }

  /** {@code sock_getlocaladdr(fd, address, port)} with a buffer of 128 bytes. */
  static void localV2(Task task, long[] args) throws ErrnoException {
    version2(task, args, Socket::localAddress);
  }

  /** {@code sock_getpeeraddr(fd, address, port)} with a buffer of 128 bytes. */
  static void peerV2(Task task, long[] args) throws ErrnoException {
    version2(task, args, Socket::remoteAddress);
  }

  private static void version1(Task task, long[] args, Question question) throws ErrnoException {
    GuestMemory memory = task.memory();
    memory.check((int) args[2], Integer.BYTES);
    memory.check((int) args[3], Integer.BYTES);
    Socket socket = Sockets.get(task, (int) args[0], SocketCalls.NO_RIGHT);
    AddressBuffer buffer = AddressBuffer.at(memory, (int) args[1]);
    SocketAddress address = question.ask(socket);
    if (!buffer.fits(address)) {
      throw Errno.ENOMEM.exception();
    }
    buffer.write(address);
    memory.putInt((int) args[2], v1Type(address));
    memory.putInt((int) args[3], AddressBuffer.port(address));
  }

  private static int v1Type(SocketAddress address) {
    return switch (address.family()) {
      case INET -> V1_INET;
      case INET6 -> V1_INET6;
      case UNIX -> AddressFamily.UNIX;
    };
  }

  private static void version2(Task task, long[] args, Question question) throws ErrnoException {
    GuestMemory memory = task.memory();
    memory.check((int) args[2], Integer.BYTES);
    Socket socket = Sockets.get(task, (int) args[0], SocketCalls.NO_RIGHT);
    AddressBuffer buffer = AddressBuffer.at(memory, (int) args[1]);
    if (!buffer.isStorage()) {
      throw Errno.EINVAL.exception();
    }
    SocketAddress address = question.ask(socket);
    buffer.write(address);
    memory.putInt((int) args[2], AddressBuffer.port(address));
  }
}
