package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.Whence;
import io.jwasm.wasi.WasiCall;
import io.jwasm.wasi.abi.DirentBuffer;
import io.jwasm.wasi.abi.FdFlags;
import io.jwasm.wasi.abi.Fdstat;
import io.jwasm.wasi.abi.Filestat;
import io.jwasm.wasi.abi.FstFlags;
import io.jwasm.wasi.abi.Rights;
import io.jwasm.wasi.abi.WasiFileType;
import io.jwasm.wasi.abi.WasiWhence;
import java.nio.charset.StandardCharsets;

/**
 * Operations on descriptors. Every function answers EBADF for a number that is not open and
 * ENOTCAPABLE for a descriptor that lacks the right to it.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/witx/wasi_snapshot_preview1.witx">witx</a>
 */
final class FdCalls {
  private static final int PRESTAT_BYTES = 8;

  /** A tag of {@code prestat} that preview 1 does not define, where 0 is a directory's. */
  private static final byte PRESTAT_SOCKET = 1;

  private static final int MAX_ADVICE = 5;

  private FdCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "fd_advise" -> FdCalls::advise;
      case "fd_allocate" -> FdCalls::allocate;
      case "fd_close" -> FdCalls::close;
      case "fd_datasync" -> FdCalls::datasync;
      case "fd_fdstat_get" -> FdCalls::fdstatGet;
      case "fd_fdstat_set_flags" -> FdCalls::fdstatSetFlags;
      case "fd_fdstat_set_rights" -> FdCalls::fdstatSetRights;
      case "fd_filestat_get" -> FdCalls::filestatGet;
      case "fd_filestat_set_size" -> FdCalls::filestatSetSize;
      case "fd_filestat_set_times" -> FdCalls::filestatSetTimes;
      case "fd_pread" -> FdCalls::pread;
      case "fd_prestat_dir_name" -> FdCalls::prestatDirName;
      case "fd_prestat_get" -> FdCalls::prestatGet;
      case "fd_pwrite" -> FdCalls::pwrite;
      case "fd_read" -> FdCalls::read;
      case "fd_readdir" -> FdCalls::readdir;
      case "fd_renumber" -> FdCalls::renumber;
      case "fd_seek" -> FdCalls::seek;
      case "fd_sync" -> FdCalls::sync;
      case "fd_tell" -> FdCalls::tell;
      case "fd_write" -> FdCalls::write;
      default -> null;
    };
  }

  /**
   * {@code fd_advise(fd, offset: u64, length: u64, advice: u8)}: a hint, taken and not used, as
   * POSIX allows.
   *
   * <p>Errors: EINVAL for unknown advice and a range beyond 2^63 - 1; ESPIPE for a stream.
   */
  private static void advise(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_ADVISE);
    checkRange(args[1], args[2]);
    if (Integer.compareUnsigned((int) args[3], MAX_ADVICE) > 0) {
      throw Errno.EINVAL.exception();
    }
    if (!file.seekable()) {
      throw Errno.ESPIPE.exception();
    }
  }

  /**
   * {@code fd_allocate(fd, offset: u64, length: u64)}: room for a range, which never shrinks a
   * file.
   *
   * <p>Errors: EINVAL for a length of 0 and a range beyond 2^63 - 1; EBADF when not open for
   * writing; ENOSPC; EFBIG; ENOTSUP; ESPIPE; ENODEV.
   */
  private static void allocate(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_ALLOCATE);
    checkRange(args[1], args[2]);
    if (args[2] == 0) {
      throw Errno.EINVAL.exception();
    }
    if (!file.writable()) {
      throw Errno.EBADF.exception();
    }
    file.allocate(args[1], args[2]);
  }

  /** {@code fd_close(fd)}. */
  private static void close(Task task, long[] args) throws ErrnoException {
    task.fds().close((int) args[0]);
  }

  /** {@code fd_datasync(fd)}; EINVAL for a stream, EIO. */
  private static void datasync(Task task, long[] args) throws ErrnoException {
    file(task, args, Rights.FD_DATASYNC).dataSync();
  }

  /** {@code fd_fdstat_get(fd, stat)}: kind, flags and rights. */
  private static void fdstatGet(Task task, long[] args) throws ErrnoException {
    Fdstat.write(task.memory(), (int) args[1], task.fds().get((int) args[0]));
  }

  /**
   * {@code fd_fdstat_set_flags(fd, flags: u16)}: APPEND and NONBLOCK.
   *
   * <p>Errors: EINVAL for other flags; ENOTSUP when this kind of file cannot have them.
   */
  private static void fdstatSetFlags(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_FDSTAT_SET_FLAGS);
    file.setStatusFlags(FdFlags.decodeSettable((int) args[1]));
  }

  /**
   * {@code fd_fdstat_set_rights(fd, base: u64, inheriting: u64)}: gives rights up.
   *
   * <p>Errors: ENOTCAPABLE for a right that the descriptor does not have.
   */
  private static void fdstatSetRights(Task task, long[] args) throws ErrnoException {
    Descriptor descriptor = task.fds().get((int) args[0]);
    if ((args[1] & ~Rights.base(descriptor)) != 0
        || (args[2] & ~Rights.inheriting(descriptor)) != 0) {
      throw Errno.ENOTCAPABLE.exception();
    }
    descriptor.limit(args[1], args[2]);
  }

  /** {@code fd_filestat_get(fd, stat)}. */
  private static void filestatGet(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_FILESTAT_GET);
    Filestat.write(task.memory(), (int) args[1], file.stat(), WasiFileType.of(file));
  }

  /** {@code fd_filestat_get} with the layout of {@code wasi_unstable}. */
  static void filestatGetUnstable(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_FILESTAT_GET);
    Filestat.writeUnstable(task.memory(), (int) args[1], file.stat(), WasiFileType.of(file));
  }

  /**
   * {@code fd_filestat_set_size(fd, size: u64)}.
   *
   * <p>Errors: EINVAL for a file that is not open for writing and one without a size; EFBIG;
   * ENOSPC.
   */
  private static void filestatSetSize(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_FILESTAT_SET_SIZE);
    if (args[1] < 0) {
      throw Errno.EFBIG.exception();
    }
    if (!file.writable()) {
      throw Errno.EINVAL.exception();
    }
    file.truncate(args[1]);
  }

  /**
   * {@code fd_filestat_set_times(fd, atim: u64, mtim: u64, flags: u16)}.
   *
   * <p>Errors: EINVAL for a value and now together; EROFS; EPERM; EACCES.
   */
  private static void filestatSetTimes(Task task, long[] args) throws ErrnoException {
    FileDescription file = file(task, args, Rights.FD_FILESTAT_SET_TIMES);
    int flags = (int) args[3];
    file.setTimes(task, FstFlags.atime(flags, args[1]), FstFlags.mtime(flags, args[2]));
  }

  /**
   * {@code fd_pread(fd, iovs, count, offset: u64, nread)}: as {@code fd_read}, at an offset.
   *
   * <p>Errors: as {@code fd_read}; EINVAL for an offset beyond 2^63 - 1; ESPIPE for a stream.
   */
  private static void pread(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[4];
    memory.check(result, Integer.BYTES);
    FileDescription file = reader(task, args, Rights.FD_READ | Rights.FD_SEEK);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    checkRange(args[3], buffers.remaining());
    memory.putInt(result, (int) file.pread(task, buffers, args[3]));
  }

  /**
   * {@code fd_prestat_dir_name(fd, path, length)}: the name of a preopened directory, without NUL.
   *
   * <p>Errors: EBADF for every other file; ENAMETOOLONG for a short buffer.
   */
  private static void prestatDirName(Task task, long[] args) throws ErrnoException {
    byte[] name = preopenName(task.fds().get((int) args[0]).file());
    if (Integer.compareUnsigned((int) args[2], name.length) < 0) {
      throw Errno.ENAMETOOLONG.exception();
    }
    task.memory().putBytes((int) args[1], name);
  }

  /**
   * {@code fd_prestat_get(fd, prestat)}: a tag of 0 and the length of a preopened directory's name;
   * a tag of 1 for a socket that the program was given at its start; EBADF for every other file.
   */
  private static void prestatGet(Task task, long[] args) throws ErrnoException {
    FileDescription file = task.fds().get((int) args[0]).file();
    int result = (int) args[1];
    if (file instanceof Socket socket && socket.isHandedOver()) {
      // Not a directory, and not the end either: C libraries look for directories behind it.
      task.memory().zero(result, PRESTAT_BYTES);
      task.memory().putByte(result, PRESTAT_SOCKET);
      return;
    }
    byte[] name = preopenName(file);
    task.memory().zero(result, PRESTAT_BYTES);
    task.memory().putInt(result + 4, name.length);
  }

  /**
   * {@code fd_pwrite(fd, iovs, count, offset: u64, nwritten)}: as {@code fd_write}, at an offset.
   *
   * <p>Errors: as {@code fd_write}; EINVAL for an offset beyond 2^63 - 1; ESPIPE for a stream.
   */
  private static void pwrite(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[4];
    memory.check(result, Integer.BYTES);
    FileDescription file = writer(task, args, Rights.FD_WRITE | Rights.FD_SEEK);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    checkRange(args[3], buffers.remaining());
    memory.putInt(result, (int) file.pwrite(task, buffers, args[3]));
  }

  /**
   * {@code fd_read(fd, iovs, count, nread)}.
   *
   * <p>Errors: EBADF when not open for reading; EINVAL for more than 1024 buffers; EISDIR; EAGAIN;
   * EIO.
   *
   * <p>Blocking: until there is a byte.
   */
  private static void read(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[3];
    memory.check(result, Integer.BYTES);
    FileDescription file = reader(task, args, Rights.FD_READ);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    memory.putInt(result, (int) file.read(task, buffers));
  }

  /**
   * {@code fd_readdir(fd, buffer, length, cookie: u64, nused)}: entries of a directory from a
   * cookie on, {@code .} and {@code ..} among them. The last one may be cut; a buffer that is not
   * full is the end.
   *
   * <p>Errors: ENOTDIR; ENOENT for a directory that was removed; EINVAL for a bad cookie; EIO.
   */
  private static void readdir(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[4];
    memory.check(result, Integer.BYTES);
    Descriptor descriptor = task.fds().get((int) args[0]);
    if (!(descriptor.file() instanceof DirectoryDescription directory)) {
      throw Errno.ENOTDIR.exception();
    }
    descriptor.file(Rights.FD_READDIR);
    DirentBuffer entries = new DirentBuffer(memory, (int) args[1], (int) args[2]);
    if ((int) args[2] != 0) {
      directory.list(task, args[3], entries);
    }
    memory.putInt(result, entries.usedBytes());
  }

  /** {@code fd_renumber(from, to)}: both must be open, so that numbers cannot be chosen. */
  private static void renumber(Task task, long[] args) throws ErrnoException {
    task.fds().renumber((int) args[0], (int) args[1]);
  }

  /**
   * {@code fd_seek(fd, offset: s64, whence: u8, newoffset)}.
   *
   * <p>Errors: ESPIPE for a stream; EINVAL for an unknown whence and a negative result; EISDIR.
   */
  private static void seek(Task task, long[] args) throws ErrnoException {
    task.memory().check((int) args[3], Long.BYTES);
    seek(task, args, WasiWhence.of((int) args[2]));
  }

  /** {@code fd_seek} with the numbers of {@code wasi_unstable}. */
  static void seekUnstable(Task task, long[] args) throws ErrnoException {
    task.memory().check((int) args[3], Long.BYTES);
    seek(task, args, WasiWhence.ofUnstable((int) args[2]));
  }

  private static void seek(Task task, long[] args, Whence whence) throws ErrnoException {
    boolean asks = whence == Whence.CURRENT && args[1] == 0;
    FileDescription file = seekable(task, args, asks ? Rights.FD_TELL : Rights.FD_SEEK);
    task.memory().putLong((int) args[3], file.seek(args[1], whence));
  }

  /** {@code fd_sync(fd)}; EINVAL for a stream, EIO. */
  private static void sync(Task task, long[] args) throws ErrnoException {
    file(task, args, Rights.FD_SYNC).sync();
  }

  /** {@code fd_tell(fd, offset)}; ESPIPE for a stream, EISDIR. */
  private static void tell(Task task, long[] args) throws ErrnoException {
    task.memory().check((int) args[1], Long.BYTES);
    FileDescription file = seekable(task, args, Rights.FD_TELL);
    task.memory().putLong((int) args[1], file.seek(0, Whence.CURRENT));
  }

  /**
   * {@code fd_write(fd, iovs, count, nwritten)}.
   *
   * <p>Errors: EBADF when not open for writing; EINVAL for more than 1024 buffers; EISDIR; EAGAIN;
   * EPIPE; ENOSPC; EFBIG; EIO.
   *
   * <p>Blocking: until there is room for a byte.
   */
  private static void write(Task task, long[] args) throws ErrnoException {
    GuestMemory memory = task.memory();
    int result = (int) args[3];
    memory.check(result, Integer.BYTES);
    FileDescription file = writer(task, args, Rights.FD_WRITE);
    IoSequence buffers = memory.ioSequence((int) args[1], (int) args[2]);
    memory.putInt(result, (int) file.write(task, buffers));
  }

  private static FileDescription file(Task task, long[] args, long rights) throws ErrnoException {
    return task.fds().get((int) args[0]).file(rights);
  }

  /** The access mode answers first, and with the word that POSIX programs look for. */
  private static FileDescription reader(Task task, long[] args, long rights) throws ErrnoException {
    Descriptor descriptor = task.fds().get((int) args[0]);
    if (!descriptor.file().readable()) {
      throw Errno.EBADF.exception();
    }
    return capable(descriptor, rights);
  }

  private static FileDescription writer(Task task, long[] args, long rights) throws ErrnoException {
    Descriptor descriptor = task.fds().get((int) args[0]);
    if (!descriptor.file().writable()) {
      throw descriptor.file() instanceof DirectoryDescription
          ? Errno.EISDIR.exception()
          : Errno.EBADF.exception();
    }
    return capable(descriptor, rights);
  }

  /** A stream has no right to seek, and the reason is that it is a stream. */
  private static FileDescription seekable(Task task, long[] args, long rights)
      throws ErrnoException {
    return capable(task.fds().get((int) args[0]), rights);
  }

  private static FileDescription capable(Descriptor descriptor, long rights) throws ErrnoException {
    FileDescription file = descriptor.file();
    if ((rights & (Rights.FD_SEEK | Rights.FD_TELL)) != 0 && !file.seekable()) {
      throw file instanceof DirectoryDescription
          ? Errno.EISDIR.exception()
          : Errno.ESPIPE.exception();
    }
    return descriptor.file(rights);
  }

  /** Offsets and lengths are unsigned for the guest and signed for everybody else. */
  private static void checkRange(long offset, long length) throws ErrnoException {
    if (offset < 0 || length < 0) {
      throw Errno.EINVAL.exception();
    }
    if (offset + length < 0) {
      throw Errno.EFBIG.exception();
    }
  }

  private static byte[] preopenName(FileDescription file) throws ErrnoException {
    String name = file.preopenName();
    if (name == null) {
      // C libraries ask for 3, 4, 5 ... until this answer tells them that there are no more.
      throw Errno.EBADF.exception();
    }
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
