package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.wasi.WasiCall;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments and environment. */
final class ArgsCalls {
  private ArgsCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "args_get" -> ArgsCalls::argsGet;
      case "args_sizes_get" -> ArgsCalls::argsSizesGet;
      case "environ_get" -> ArgsCalls::environGet;
      case "environ_sizes_get" -> ArgsCalls::environSizesGet;
      default -> null;
    };
  }

  /** {@code args_get(argv, argv_buf)}: the strings, and an array of pointers to them. */
  private static void argsGet(Task task, long[] args) throws ErrnoException {
    writeStrings(task.memory(), task.group().image().args(), (int) args[0], (int) args[1]);
  }

  /** {@code args_sizes_get(argc, argv_buf_size)}: how many strings, and their bytes with NULs. */
  private static void argsSizesGet(Task task, long[] args) throws ErrnoException {
    writeSizes(task.memory(), task.group().image().args(), (int) args[0], (int) args[1]);
  }

  private static void environGet(Task task, long[] args) throws ErrnoException {
    writeStrings(task.memory(), task.group().image().env(), (int) args[0], (int) args[1]);
  }

  private static void environSizesGet(Task task, long[] args) throws ErrnoException {
    writeSizes(task.memory(), task.group().image().env(), (int) args[0], (int) args[1]);
  }

  /**
   * Writes pointers and strings:
   *
   * <pre>
   * pointers: [p0][p1]      strings: a b \0 c \0
   *             |   +-----------------------^
   *             +-------------------^
   * </pre>
   */
  private static void writeStrings(
      GuestMemory memory, List<String> strings, int pointers, int buffer) throws ErrnoException {
    memory.check(pointers, strings.size() * Integer.BYTES);
    memory.check(buffer, totalBytes(strings));
    int next = buffer;
    for (int i = 0; i < strings.size(); i++) {
      byte[] string = encode(strings.get(i));
      memory.putInt(pointers + i * Integer.BYTES, next);
      memory.putBytes(next, string);
      memory.putByte(next + string.length, (byte) 0);
      next += string.length + 1;
    }
  }

  private static void writeSizes(
      GuestMemory memory, List<String> strings, int countAddress, int bytesAddress)
      throws ErrnoException {
    memory.check(countAddress, Integer.BYTES);
    memory.check(bytesAddress, Integer.BYTES);
    memory.putInt(countAddress, strings.size());
    memory.putInt(bytesAddress, totalBytes(strings));
  }

  /** ProcessImage bounds the sum, so it cannot overflow. */
  private static int totalBytes(List<String> strings) {
    int total = 0;
    for (int i = 0; i < strings.size(); i++) {
      total += encode(strings.get(i)).length + 1;
    }
    return total;
  }

  private static byte[] encode(String string) {
    return string.getBytes(StandardCharsets.UTF_8);
  }
}
