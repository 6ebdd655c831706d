package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.NameService;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.wasi.WasiCall;
import io.jwasm.wasi.abi.WasiErrno;
import io.jwasm.wasi.abi.WasiString;
import java.util.Arrays;
import java.util.List;

/** From names to addresses. */
final class NameCalls {
  private NameCalls() {}

  /**
   * {@code sock_getaddrinfo(node, nodelen, service, servicelen, hints, list, max, count)}: fills at
   * most so many elements of a list that the program laid out, and says how many. Names may end
   * with a NUL before their length does.
   *
   * <p>Errors: those of {@link AiErrno}; EACCES when the policy denies the name; EINTR.
   *
   * <p>Blocking: until a name server has answered, or none has for too long.
   */
  static long getaddrinfo(Task task, long[] args) {
    try {
      resolve(task, args);
      return WasiErrno.SUCCESS;
    } catch (AiException e) {
      return e.number();
    } catch (ErrnoException e) {
      return WasiCall.failure("sock_getaddrinfo", e.errno());
    }
  }

  private static void resolve(Task task, long[] args) throws ErrnoException, AiException {
    GuestMemory memory = task.memory();
    int max = (int) args[6];
    int count = (int) args[7];
    memory.check(count, Integer.BYTES);
    int element = memory.getInt((int) args[5]);
    if (max == 0 || element == 0) {
      throw new AiException(AiErrno.MEMORY);
    }
    Hints hints = Hints.read(memory, (int) args[4]);
    String node = name(memory, (int) args[0], (int) args[1]);
    String service = name(memory, (int) args[2], (int) args[3]);
    int written = 0;
    // What is found ends the loop, and never the list, which may be a circle.
    for (AddrInfo found : new Resolver(task, hints).resolve(node, service)) {
      if (element == 0 || Integer.compareUnsigned(written, max) >= 0) {
        break;
      }
      element = found.write(memory, element);
      written++;
    }
    memory.putInt(count, written);
  }

  private static String name(GuestMemory memory, int address, int length)
      throws ErrnoException, AiException {
    if (Integer.compareUnsigned(length, NameService.NAME_MAX + 1) > 0) {
      throw new AiException(AiErrno.NONAME);
    }
    try {
      return text(memory, address, length);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EILSEQ) {
        throw new AiException(AiErrno.NONAME);
      }
      throw e;
    }
  }

  /** Reads a text up to a NUL; the length is in bounds. */
  private static String text(GuestMemory memory, int address, int length) throws ErrnoException {
    byte[] bytes = new byte[length];
    memory.getBytes(address, bytes);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return WasiString.decode(Arrays.copyOf(bytes, end));
  }

  /**
   * {@code sock_lookup_ip(name, namelen, family: u8, addresses, length, count)}: as many addresses
   * of 4 or 16 bytes as a buffer has room for, and how many.
   *
   * <p>Errors: EINVAL for another family; ENAMETOOLONG; EILSEQ; ENOENT; EAGAIN when no name server
   * answers; EACCES when the policy denies the name.
   *
   * <p>Blocking: until a name server has answered, or none has for too long.
   */
  static void lookUp(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int addresses = (int) args[3];
    int length = (int) args[4];
    memory.check(addresses, length);
    memory.check((int) args[5], Integer.BYTES);
    SocketFamily family = AddressFamily.decode((int) args[2]);
    if (family == SocketFamily.UNIX) {
      throw Errno.EINVAL.exception();
    }
    if (Integer.compareUnsigned((int) args[1], NameService.NAME_MAX + 1) > 0) {
      throw Errno.ENAMETOOLONG.exception();
    }
    String name = text(memory, (int) args[0], (int) args[1]);
    int size = family == SocketFamily.INET ? IpAddress.V4_BYTES : IpAddress.V6_BYTES;
    int room = Integer.divideUnsigned(length, size);
    List<IpAddress> found = task.network().lookUp(task, name, family);
    int count = Math.min(found.size(), room);
    for (int i = 0; i < count; i++) {
      memory.putBytes(addresses + i * size, found.get(i).bytes());
    }
    memory.putInt((int) args[5], count);
  }
}
