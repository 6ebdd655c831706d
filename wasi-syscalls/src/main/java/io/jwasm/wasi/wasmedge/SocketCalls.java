package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.Socket;
import io.jwasm.wasi.Sockets;

/**
 * From a new socket to a connection. Every function but the first answers EBADF for a number that
 * is not open and ENOTSOCK for what is no socket.
 */
final class SocketCalls {
  /** Preview 1 has no right to bind or connect: who has the descriptor may. */
  static final long NO_RIGHT = 0;

  private SocketCalls() {}

  /**
   * {@code sock_open(family: u8, type: u8, newfd)}.
   *
   * <p>Errors: EINVAL for a family or type that does not exist; EAFNOSUPPORT; EACCES without a
   * network; EMFILE.
   */
  static void open(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[2];
    memory.check(result, Integer.BYTES);
    int fd =
        Sockets.open(task, AddressFamily.decode((int) args[0]), SockType.decode((int) args[1]));
    memory.putInt(result, fd);
  }

  /**
   * {@code sock_bind(fd, address, port: u32)}.
   *
   * <p>Errors: EINVAL for a buffer of another length and a port above 65,535; EADDRINUSE;
   * EADDRNOTAVAIL; EACCES; EAFNOSUPPORT.
   */
  static void bind(Task task, long[] args) throws ErrnoException {
    Socket socket = Sockets.get(task, (int) args[0], NO_RIGHT);
    AddressBuffer address = AddressBuffer.at(task.memory(), (int) args[1]);
    task.network().bind(task, socket, address.read((int) args[2]));
  }

  /** {@code sock_listen(fd, backlog: u32)}; ENOTSUP for datagrams, EADDRINUSE, EINVAL. */
  static void listen(Task task, long[] args) throws ErrnoException {
    task.network().listen(Sockets.get(task, (int) args[0], NO_RIGHT), (int) args[1]);
  }

  /**
   * {@code sock_accept(fd, newfd)}: preview 1's, of the time before that had one.
   *
   * <p>Errors: as there.
   *
   * <p>Blocking: until there is a connection.
   */
  static void accept(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[1];
    memory.check(result, Integer.BYTES);
    memory.putInt(result, Sockets.accept(task, (int) args[0], 0));
  }

  /**
   * {@code sock_connect(fd, address, port: u32)}.
   *
   * <p>Errors: EINVAL as of {@link #bind}; ECONNREFUSED; ETIMEDOUT; EINPROGRESS; EACCES; and others
   * of {@code connect(2)}.
   *
   * <p>Blocking: until it is connected.
   */
  static void connect(Task task, long[] args) throws ErrnoException {
    Socket socket = Sockets.get(task, (int) args[0], NO_RIGHT);
    AddressBuffer address = AddressBuffer.at(task.memory(), (int) args[1]);
    task.network().connect(task, socket, address.read((int) args[2]));
  }
}
