package io.jwasm.sentry;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Vfs;
import java.nio.ByteBuffer;

/** A small file of the container, read before any program runs; links lead within the VFS. */
final class ImageFile {
  private ImageFile() {}

  /**
   * Returns its bytes, or null when there is none.
   *
   * <p>Errors: {@link BootException} for what is no regular file, is longer, or cannot be read.
   *
   * @param user with whose rights it is read
   * @param path absolute
   * @param mostBytes how long it may be
   */
  static byte[] read(Vfs vfs, Caller user, String path, int mostBytes) throws BootException {
    try {
      Inode inode = vfs.walker(user).resolve(path);
      // A FIFO would be waited for, and a device's end never come.
      if (inode.type() != FileType.REGULAR) {
        throw new BootException(path + " in the container is not a regular file");
      }
      FileDescription file = inode.open(user, OpenFlags.READ);
      try {
        return readAll(file, user, path, mostBytes);
      } finally {
        file.drop();
      }
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return null;
      }
      String remedy =
          e.errno() == Errno.EACCES ? ": the container's user must be able to read it" : "";
      throw new BootException(
          "cannot read " + path + " in the container: " + e.errno().text() + remedy);
    }
  }

  private static byte[] readAll(FileDescription file, Caller user, String path, int mostBytes)
      throws ErrnoException, BootException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(mostBytes + 1);
    while (bytes.hasRemaining()) {
      int count = (int) file.read(user, IoSequence.of(bytes.slice()));
      if (count == 0) {
        byte[] all = new byte[bytes.position()];
        bytes.get(0, all);
        return all;
      }
      bytes.position(bytes.position() + count);
    }
    throw new BootException(
        path + " in the container has more than " + mostBytes + " bytes; make it shorter");
  }
}
