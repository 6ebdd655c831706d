package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Socket;
import io.jwasm.wasi.Sockets;
import io.jwasm.wasi.WasiCall;
import io.jwasm.wasi.abi.FdFlags;
import io.jwasm.wasi.abi.RiFlags;
import io.jwasm.wasi.abi.Rights;
import io.jwasm.wasi.abi.SdFlags;

/**
 * Sockets. Every function answers EBADF for a number that is not open, ENOTSOCK for what is no
 * socket and ENOTCAPABLE for a descriptor that lacks the right to it.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/witx/wasi_snapshot_preview1.witx">witx</a>
 */
final class SockCalls {
  private SockCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "sock_accept" -> SockCalls::accept;
      case "sock_recv" -> SockCalls::recv;
      case "sock_send" -> SockCalls::send;
      case "sock_shutdown" -> SockCalls::shutdown;
      default -> null;
    };
  }

  /**
   * {@code sock_accept(fd, flags: u16, newfd)}: the next connection.
   *
   * <p>Errors: EINVAL for other flags than NONBLOCK, and when the socket does not listen; EMFILE,
   * before a connection is taken; ENOTSUP for datagrams; ECONNABORTED; EAGAIN.
   *
   * <p>Blocking: until there is one.
   */
  private static void accept(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[2];
    memory.check(result, Integer.BYTES);
    int flags = (int) args[1];
    if ((flags & ~FdFlags.NONBLOCK) != 0) {
      throw Errno.EINVAL.exception();
    }
    memory.putInt(result, Sockets.accept(task, (int) args[0], FdFlags.decode(flags)));
  }

  /**
   * {@code sock_recv(fd, iovs, count, riflags: u16, nread, roflags)}: {@code fd_read} with flags.
   *
   * <p>Errors: EINVAL for unknown flags and for more than 1024 buffers; ENOTCONN; those of the
   * connection; EAGAIN.
   *
   * <p>Blocking: until there is a byte or a datagram; with WAITALL until the buffers are full.
   */
  private static void recv(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[4];
    int resultFlags = (int) args[5];
    memory.check(result, Integer.BYTES);
    memory.check(resultFlags, Short.BYTES);
    Socket socket = Sockets.get(task, (int) args[0], Rights.FD_READ);
    int flags = RiFlags.decode((int) args[3]);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    MessageHeader header = new MessageHeader();
    int count = (int) socket.receive(task, buffers, flags, header);
    memory.putInt(result, count);
    memory.putShort(resultFlags, RiFlags.encode(header));
  }

  /**
   * {@code sock_send(fd, iovs, count, siflags: u16, nwritten)}: {@code fd_write}; there are no
   * flags.
   *
   * <p>Errors: EINVAL for flags and for more than 1024 buffers; ENOTCONN; EDESTADDRREQ; EPIPE;
   * ECONNRESET; EMSGSIZE; EAGAIN.
   *
   * <p>Blocking: a stream until all bytes are taken.
   */
  private static void send(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[4];
    memory.check(result, Integer.BYTES);
    Socket socket = Sockets.get(task, (int) args[0], Rights.FD_WRITE);
    if ((int) args[3] != 0) {
      throw Errno.EINVAL.exception();
    }
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    memory.putInt(result, (int) socket.send(task, buffers));
  }

  /**
   * {@code sock_shutdown(fd, how: u8)}: ends one or both directions of a connection.
   *
   * <p>Errors: EINVAL for no direction and unknown ones; ENOTCONN.
   */
  private static void shutdown(Task task, long[] args) throws ErrnoException {
    Socket socket = Sockets.get(task, (int) args[0], Rights.SOCK_SHUTDOWN);
    socket.shutdown(SdFlags.decode((int) args[1]));
  }
}
