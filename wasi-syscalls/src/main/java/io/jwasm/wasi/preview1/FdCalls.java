package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.wasi.abi.FdFlags;
import io.jwasm.wasi.abi.Fdstat;
import io.jwasm.wasi.abi.Filestat;
import java.nio.charset.StandardCharsets;

/** Operations on descriptors. */
final class FdCalls {
  private static final int PRESTAT_BYTES = 8;

  private FdCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "fd_close" -> FdCalls::close;
      case "fd_fdstat_get" -> FdCalls::fdstatGet;
      case "fd_fdstat_set_flags" -> FdCalls::fdstatSetFlags;
      case "fd_filestat_get" -> FdCalls::filestatGet;
      case "fd_prestat_dir_name" -> FdCalls::prestatDirName;
      case "fd_prestat_get" -> FdCalls::prestatGet;
      case "fd_read" -> FdCalls::read;
      case "fd_renumber" -> FdCalls::renumber;
      case "fd_seek", "fd_tell" -> FdCalls::seek;
      case "fd_write" -> FdCalls::write;
      default -> null;
    };
  }

  /** {@code fd_close(fd)}; EBADF. */
  private static void close(Task task, long[] args) throws ErrnoException {
    task.fds().close((int) args[0]);
  }

  /** {@code fd_fdstat_get(fd, stat)}; EBADF. */
  private static void fdstatGet(Task task, long[] args) throws ErrnoException {
    Fdstat.write(task.memory(), (int) args[1], task.fds().get((int) args[0]));
  }

  /** {@code fd_fdstat_set_flags(fd, flags)}; EBADF, EINVAL, ENOTSUP. */
  private static void fdstatSetFlags(Task task, long[] args) throws ErrnoException {
    FileDescription file = task.fds().get((int) args[0]);
    file.setFlags(FdFlags.decode((int) args[1]));
  }

  /** {@code fd_filestat_get(fd, stat)}; EBADF. */
  private static void filestatGet(Task task, long[] args) throws ErrnoException {
    Filestat.write(task.memory(), (int) args[1], task.fds().get((int) args[0]));
  }

  /**
   * {@code fd_prestat_get(fd, prestat)}: a tag of 0 and the length of the directory's name; EBADF.
   */
  private static void prestatGet(Task task, long[] args) throws ErrnoException {
    byte[] name = preopenName(task, (int) args[0]);
    int result = (int) args[1];
    task.memory().zero(result, PRESTAT_BYTES);
    task.memory().putInt(result + 4, name.length);
  }

  /** {@code fd_prestat_dir_name(fd, path, length)}; EBADF, ENAMETOOLONG for a short buffer. */
  private static void prestatDirName(Task task, long[] args) throws ErrnoException {
    byte[] name = preopenName(task, (int) args[0]);
    if (Integer.compareUnsigned((int) args[2], name.length) < 0) {
      throw Errno.ENAMETOOLONG.exception();
    }
    task.memory().putBytes((int) args[1], name);
  }

  /** {@code fd_read(fd, iovs, count, nread)}; EBADF, EINVAL, EISDIR, EAGAIN, EIO. */
  private static void read(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[3];
    memory.check(result, Integer.BYTES);
    FileDescription file = task.fds().get((int) args[0]);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    memory.putInt(result, (int) file.read(task, buffers));
  }

  /** {@code fd_renumber(from, to)}; EBADF when either is closed. */
  private static void renumber(Task task, long[] args) throws ErrnoException {
    task.fds().renumber((int) args[0], (int) args[1]);
  }

  /** {@code fd_seek} and {@code fd_tell}; EBADF, and ESPIPE as for every stream. */
  private static void seek(Task task, long[] args) throws ErrnoException {
    task.fds().get((int) args[0]);
    throw Errno.ESPIPE.exception();
  }

  /** {@code fd_write(fd, iovs, count, nwritten)}; EBADF, EINVAL, EISDIR, EAGAIN, EPIPE, EIO. */
  private static void write(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[3];
    memory.check(result, Integer.BYTES);
    FileDescription file = task.fds().get((int) args[0]);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    memory.putInt(result, (int) file.write(task, buffers));
  }

  private static byte[] preopenName(Task task, int fd) throws ErrnoException {
    String name = task.fds().get(fd).preopenName();
    if (name == null) {
      // C libraries ask for 3, 4, 5 ... until this answer tells them that there are no more.
      throw Errno.EBADF.exception();
    }
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
