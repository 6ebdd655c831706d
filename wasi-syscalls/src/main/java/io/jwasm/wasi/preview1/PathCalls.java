package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.wasi.WasiCall;
import io.jwasm.wasi.abi.FdFlags;
import io.jwasm.wasi.abi.Filestat;
import io.jwasm.wasi.abi.FstFlags;
import io.jwasm.wasi.abi.LookupFlags;
import io.jwasm.wasi.abi.Oflags;
import io.jwasm.wasi.abi.Rights;
import io.jwasm.wasi.abi.WasiString;
import java.nio.charset.StandardCharsets;

/**
 * Operations on paths, each relative to an open directory. Every function answers EBADF for a
 * number that is not open, ENOTDIR for one that is no directory, ENOTCAPABLE for a directory that
 * lacks the right to it, for an absolute path and for one that leads out of the directory; EILSEQ
 * for a path that is not UTF-8, EINVAL for a NUL in it, ENAMETOOLONG, ELOOP, EACCES and ENOENT.
 *
 * @see <a
 *     href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/witx/wasi_snapshot_preview1.witx">witx</a>
 */
final class PathCalls {
  /** Preview 1 has no modes: programs get what {@code creat(2)} and {@code mkdir(2)} ask for. */
  private static final int FILE_MODE = 0666;

  private static final int DIRECTORY_MODE = 0777;

  private PathCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "path_create_directory" -> PathCalls::createDirectory;
      case "path_filestat_get" -> PathCalls::filestatGet;
      case "path_filestat_set_times" -> PathCalls::filestatSetTimes;
      case "path_link" -> PathCalls::link;
      case "path_open" -> PathCalls::open;
      case "path_readlink" -> PathCalls::readlink;
      case "path_remove_directory" -> PathCalls::removeDirectory;
      case "path_rename" -> PathCalls::rename;
      case "path_symlink" -> PathCalls::symlink;
      case "path_unlink_file" -> PathCalls::unlinkFile;
      default -> null;
    };
  }

  /** {@code path_create_directory(fd, path, length)}; EEXIST, ENOSPC, EROFS. */
  private static void createDirectory(Task task, long[] args) throws ErrnoException {
    DirectoryDescription start = directory(task, args[0], Rights.PATH_CREATE_DIRECTORY);
    String path = path(task, args[1], args[2]);
    task.vfs().makeDirectory(task, start, path, DIRECTORY_MODE);
  }

  /** {@code path_filestat_get(fd, flags: u32, path, length, stat)}. */
  private static void filestatGet(Task task, long[] args) throws ErrnoException {
    task.memory().check((int) args[4], Filestat.BYTES);
    Filestat.write(task.memory(), (int) args[4], stat(task, args));
  }

  /** {@code path_filestat_get} with the layout of {@code wasi_unstable}. */
  static void filestatGetUnstable(Task task, long[] args) throws ErrnoException {
    task.memory().check((int) args[4], Filestat.UNSTABLE_BYTES);
    Filestat.writeUnstable(task.memory(), (int) args[4], stat(task, args));
  }

  private static Stat stat(Task task, long[] args) throws ErrnoException {
    DirectoryDescription start = directory(task, args[0], Rights.PATH_FILESTAT_GET);
    int flags = LookupFlags.decode((int) args[1]);
    return task.vfs().stat(task, start, path(task, args[2], args[3]), flags);
  }

  /**
   * {@code path_filestat_set_times(fd, flags: u32, path, length, atim: u64, mtim: u64, fst_flags:
   * u16)}; EINVAL for a value and now together, EROFS, EPERM.
   */
  private static void filestatSetTimes(Task task, long[] args) throws ErrnoException {
    DirectoryDescription start = directory(task, args[0], Rights.PATH_FILESTAT_SET_TIMES);
    int flags = LookupFlags.decode((int) args[1]);
    String path = path(task, args[2], args[3]);
    int which = (int) args[6];
    long atime = FstFlags.atime(which, args[4]);
    long mtime = FstFlags.mtime(which, args[5]);
    task.vfs().setTimes(task, start, path, flags, atime, mtime);
  }

  /**
   * {@code path_link(old_fd, old_flags: u32, old_path, length, new_fd, new_path, length)}; EEXIST,
   * EPERM for a directory, EXDEV, EROFS, EMLINK.
   */
  private static void link(Task task, long[] args) throws ErrnoException {
    DirectoryDescription oldStart = directory(task, args[0], Rights.PATH_LINK_SOURCE);
    DirectoryDescription newStart = directory(task, args[4], Rights.PATH_LINK_TARGET);
    int flags = LookupFlags.decode((int) args[1]);
    String oldPath = path(task, args[2], args[3]);
    String newPath = path(task, args[5], args[6]);
    task.vfs().link(task, oldStart, oldPath, flags, newStart, newPath);
  }

  /**
   * {@code path_open(fd, dirflags: u32, path, length, oflags: u16, base: u64, inheriting: u64,
   * fdflags: u16, opened)}. The access mode follows from the rights asked for: FD_READ, FD_WRITE.
   * The descriptor gets what of them makes sense for the file.
   *
   * <p>Errors: ENOTCAPABLE for more rights than the directory passes on, and for TRUNC or CREAT
   * without the right to them; EEXIST; EISDIR; EINVAL; EMFILE; ENOSPC; EROFS; ENXIO.
   */
  private static void open(Task task, long[] args) throws ErrnoException {
    int result = (int) args[8];
    task.memory().check(result, Integer.BYTES);
    int flags =
        LookupFlags.decode((int) args[1])
            | Oflags.decode((int) args[4])
            | FdFlags.decode((int) args[7]);
    Descriptor directory = task.fds().get((int) args[0]);
    DirectoryDescription start = start(directory, neededToOpen(flags));
    long rights = args[5] & Rights.ALL;
    long inheriting = args[6] & Rights.ALL;
    if (((rights | inheriting) & ~Rights.inheriting(directory)) != 0) {
      throw Errno.ENOTCAPABLE.exception();
    }
    String path = path(task, args[2], args[3]);
    flags |= accessMode(rights);
    FileDescription file = task.vfs().open(task, start, path, flags, FILE_MODE);
    task.memory().putInt(result, install(task, file, rights, inheriting));
  }

  private static long neededToOpen(int flags) {
    return Rights.PATH_OPEN
        | (OpenFlags.has(flags, OpenFlags.CREATE) ? Rights.PATH_CREATE_FILE : 0)
        | (OpenFlags.has(flags, OpenFlags.TRUNCATE) ? Rights.PATH_FILESTAT_SET_SIZE : 0);
  }

  private static int accessMode(long rights) {
    return ((rights & Rights.FD_READ) != 0 ? OpenFlags.READ : 0)
        | ((rights & Rights.FD_WRITE) != 0 ? OpenFlags.WRITE : 0);
  }

  private static int install(Task task, FileDescription file, long rights, long inheriting)
      throws ErrnoException {
    boolean installed = false;
    try {
      Descriptor descriptor =
          new Descriptor(file, rights & Rights.of(file), inheriting & Rights.inheritedFrom(file));
      int fd = task.fds().install(descriptor);
      installed = true;
      return fd;
    } finally {
      if (!installed) {
        file.drop();
      }
    }
  }

  /**
   * {@code path_readlink(fd, path, length, buffer, length, nused)}: what a symbolic link says, cut
   * without a word where the buffer ends; EINVAL for every other file.
   */
  private static void readlink(Task task, long[] args) throws ErrnoException {
    int bufferLength = (int) args[4];
    task.memory().check((int) args[3], bufferLength);
    task.memory().check((int) args[5], Integer.BYTES);
    DirectoryDescription start = directory(task, args[0], Rights.PATH_READLINK);
    String target = task.vfs().readLink(task, start, path(task, args[1], args[2]));
    byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
    int used =
        Integer.compareUnsigned(bytes.length, bufferLength) < 0 ? bytes.length : bufferLength;
    task.memory().putBytes((int) args[3], bytes, used);
    task.memory().putInt((int) args[5], used);
  }

  /** {@code path_remove_directory(fd, path, length)}; ENOTDIR, ENOTEMPTY, EINVAL, EBUSY, EROFS. */
  private static void removeDirectory(Task task, long[] args) throws ErrnoException {
    DirectoryDescription start = directory(task, args[0], Rights.PATH_REMOVE_DIRECTORY);
    task.vfs().removeDirectory(task, start, path(task, args[1], args[2]));
  }

  /**
   * {@code path_rename(fd, old_path, length, new_fd, new_path, length)}; EISDIR, ENOTDIR,
   * ENOTEMPTY, EINVAL into itself, EXDEV, EBUSY, EROFS.
   */
  private static void rename(Task task, long[] args) throws ErrnoException {
    DirectoryDescription oldStart = directory(task, args[0], Rights.PATH_RENAME_SOURCE);
    DirectoryDescription newStart = directory(task, args[3], Rights.PATH_RENAME_TARGET);
    String oldPath = path(task, args[1], args[2]);
    String newPath = path(task, args[4], args[5]);
    task.vfs().rename(task, oldStart, oldPath, newStart, newPath);
  }

  /**
   * {@code path_symlink(old_path, length, fd, new_path, length)}; EEXIST, ENOENT for an empty
   * target and a name that ends in a slash, ENOTCAPABLE for an absolute target, which other hosts
   * of WASI refuse as well, EROFS.
   */
  private static void symlink(Task task, long[] args) throws ErrnoException {
    DirectoryDescription start = directory(task, args[2], Rights.PATH_SYMLINK);
    String target = path(task, args[0], args[1]);
    String path = path(task, args[3], args[4]);
    if (target.isEmpty()) {
      throw Errno.ENOENT.exception();
    }
    if (target.charAt(0) == '/') {
      throw Errno.ENOTCAPABLE.exception();
    }
    task.vfs().symlink(task, start, path, target);
  }

  /** {@code path_unlink_file(fd, path, length)}; EISDIR, ENOTDIR after a slash, EBUSY, EROFS. */
  private static void unlinkFile(Task task, long[] args) throws ErrnoException {
    DirectoryDescription start = directory(task, args[0], Rights.PATH_UNLINK_FILE);
    task.vfs().unlink(task, start, path(task, args[1], args[2]));
  }

  private static DirectoryDescription directory(Task task, long fd, long rights)
      throws ErrnoException {
    return start(task.fds().get((int) fd), rights);
  }

  private static DirectoryDescription start(Descriptor descriptor, long rights)
      throws ErrnoException {
    if (!(descriptor.file() instanceof DirectoryDescription directory)) {
      throw Errno.ENOTDIR.exception();
    }
    descriptor.file(rights);
    return directory;
  }

  private static String path(Task task, long address, long length) throws ErrnoException {
    return WasiString.path(task.memory(), (int) address, (int) length);
  }
}
