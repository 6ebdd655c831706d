package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.Socket;
import io.jwasm.wasi.Sockets;

/**
 * Options of sockets. Both functions answer EBADF for a number that is not open, ENOTSOCK for what
 * is no socket and ENOPROTOOPT for an option that does not exist or that this socket does not have.
 */
final class OptionCalls {
  /** No variable of a program lies so low: linkers begin at 1,024 (wasm-ld) and 4,096 (Go). */
  private static final int LOWEST_POINTER = 64;

  private OptionCalls() {}

  /**
   * {@code sock_setsockopt(fd, level, name, value, size: u32)}.
   *
   * <p>Errors: EINVAL for a shorter size than the value's, and a value that it cannot be.
   */
  static void set(Task task, long[] args) throws ErrnoException {
    Socket socket = Sockets.get(task, (int) args[0], SocketCalls.NO_RIGHT);
    SockOpt option = SockOpt.of((int) args[1], (int) args[2]);
    if (Integer.compareUnsigned((int) args[4], option.bytes()) < 0) {
      throw Errno.EINVAL.exception();
    }
    byte[] value = new byte[option.bytes()];
    task.memory().getBytes((int) args[3], value);
    option.set(socket, value);
  }

  /**
   * {@code sock_getsockopt(fd, level, name, value, size)}: as much of the value as there is room
   * for; the size becomes how much that was. Programs of wasi-go pass the size itself in the place
   * of its address.
   */
  static void get(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int pointer = (int) args[4];
    boolean isPointer = Integer.compareUnsigned(pointer, LOWEST_POINTER) >= 0;
    int room = isPointer ? memory.getInt(pointer) : pointer;
    Socket socket = Sockets.get(task, (int) args[0], SocketCalls.NO_RIGHT);
    SockOpt option = SockOpt.of((int) args[1], (int) args[2]);
    boolean cut = Integer.compareUnsigned(room, option.bytes()) < 0;
    int length = cut ? room : option.bytes();
    memory.check((int) args[3], length);
    // Asking takes an error away, which nobody would learn about without room for it.
    if (length > 0) {
      memory.putBytes((int) args[3], option.get(socket), length);
    }
    if (isPointer) {
      memory.putInt(pointer, length);
    }
  }
}
