package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Stat;
import java.nio.charset.StandardCharsets;

/**
 * The link of a descriptor in {@code /proc/PID/fd}. It names the path of a file that was opened by
 * one, and opening the link opens that path anew; a stream has no path, and the link leads to the
 * stream itself.
 */
final class FdLink extends Inode {
  private static final int MODE = 0700;

  private final long number;
  private final FileDescription file;

  FdLink(long number, FileDescription file) {
    this.number = number;
    this.file = file;
  }

  @Override
  public FileType type() {
    return FileType.SYMLINK;
  }

  @Override
  public Stat stat() {
    int length = readLink().getBytes(StandardCharsets.UTF_8).length;
    return new Stat(0, number, FileType.SYMLINK, MODE, 1, 0, 0, length, 0, 0, 0);
  }

  @Override
  public String readLink() {
    String path = file.path();
    if (path != null) {
      return path;
    }
    return switch (file.type()) {
      case CHARACTER_DEVICE -> "/dev/console";
      case BLOCK_DEVICE -> "/dev/null";
      case SOCKET -> "socket:[" + number + "]";
      case REGULAR, DIRECTORY, SYMLINK, FIFO -> "pipe:[" + number + "]";
    };
  }

  @Override
  public Inode linked() {
    return file.path() == null ? new OpenFile(file) : null;
  }
}
