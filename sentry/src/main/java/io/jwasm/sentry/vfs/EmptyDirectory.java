package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.nio.charset.StandardCharsets;

/**
 * A directory that exists only because a mount lies below it and the image lacks it, or because
 * what is there must not be seen. Another runtime would create it in the image; here nothing is
 * made on a path that the image controls.
 */
public final class EmptyDirectory extends ReadOnlyDirectory implements OpenDirectory {
  private static final byte[] SELF = ".".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PARENT = "..".getBytes(StandardCharsets.UTF_8);

  @Override
  public Stat stat() {
    return new Stat(0, 1, FileType.DIRECTORY, 0555, 2, 0, 0, 0, 0, 0, 0);
  }

  @Override
  public Inode lookup(Caller caller, String name) throws ErrnoException {
    throw Errno.ENOENT.exception();
  }

  @Override
  public OpenDirectory openDirectory(Caller caller) {
    return this;
  }

  @Override
  public Inode inode() {
    return this;
  }

  @Override
  public void list(Caller caller, long cookie, DirectorySink sink) {
    if (cookie < 1 && !sink.entry(SELF, 1, FileType.DIRECTORY, 1)) {
      return;
    }
    if (cookie < 2) {
      sink.entry(PARENT, 1, FileType.DIRECTORY, 2);
    }
  }

  @Override
  public void close() {}
}
