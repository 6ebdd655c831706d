package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.MessageHeader;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.wasi.Sockets;
import io.jwasm.wasi.abi.RiFlags;
import io.jwasm.wasi.abi.Rights;

/**
 * Datagrams with whom they come from and go to. Every function answers EBADF for a number that is
 * not open, ENOTSOCK for what is no socket, ENOTCAPABLE for a descriptor that lacks the right to
 * read or write, and EINVAL for unknown flags, more than 1024 buffers and an address of a length
 * that does not exist.
 */
final class DatagramCalls {
  private DatagramCalls() {}

  /**
   * {@code sock_recv_from(fd, iovs, count, address, riflags: u16, nread, roflags)}.
   *
   * <p>Errors: ECONNREFUSED of an earlier datagram; EAGAIN.
   *
   * <p>Blocking: until there is a datagram.
   */
  static void receiveV1(Task task, long[] args) throws ErrnoException {
    AddressBuffer buffer = AddressBuffer.at(task.memory(), (int) args[3]);
    MessageHeader header = receive(task, args, (int) args[5], (int) args[6]);
    buffer.writeWithPort(header.source());
  }

  /**
   * {@code sock_recv_from(fd, iovs, count, address, riflags: u16, port, nread, roflags)}.
   *
   * <p>Errors and blocking as {@link #receiveV1}.
   */
  static void receiveV2(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int port = (int) args[5];
    memory.check(port, Integer.BYTES);
    AddressBuffer buffer = AddressBuffer.at(memory, (int) args[3]);
    MessageHeader header = receive(task, args, (int) args[6], (int) args[7]);
    SocketAddress source = header.source();
    buffer.write(source);
    memory.putInt(port, AddressBuffer.port(source));
  }

  private static MessageHeader receive(Task task, long[] args, int result, int resultFlags)
      throws ErrnoException {
    GuestMemory memory = task.memory();
    memory.check(result, Integer.BYTES);
    memory.check(resultFlags, Short.BYTES);
    Socket socket = Sockets.get(task, (int) args[0], Rights.FD_READ);
    int flags = RiFlags.decode((int) args[4]);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    MessageHeader header = new MessageHeader();
    int count = (int) socket.receive(task, buffers, flags, header);
    memory.putInt(result, count);
    memory.putShort(resultFlags, RiFlags.encode(header));
    return header;
  }

  /**
   * {@code sock_send_to(fd, iovs, count, address, port: u32, siflags: u16, nwritten)}.
   *
   * <p>Errors: EMSGSIZE; EACCES; ENETUNREACH and others of reaching an address; EAGAIN.
   *
   * <p>Blocking: until there is room for the datagram.
   */
  static void send(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[6];
    memory.check(result, Integer.BYTES);
    Socket socket = Sockets.get(task, (int) args[0], Rights.FD_WRITE);
    SocketAddress peer = AddressBuffer.at(memory, (int) args[3]).read((int) args[4]);
    if ((int) args[5] != 0) {
      throw Errno.EINVAL.exception();
    }
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    memory.putInt(result, (int) task.network().sendTo(task, socket, buffers, peer));
  }
}
