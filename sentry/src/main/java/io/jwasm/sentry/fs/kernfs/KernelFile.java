package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import java.nio.charset.StandardCharsets;

/**
 * A file to be read, whose content is made when it is opened. As in Linux, {@code stat} says that
 * it is empty.
 */
public abstract class KernelFile extends Inode {
  private static final int MODE = 0444;

  private final long number;

  /**
   * @param number its inode number; see {@link KernelNode#number}
   */
  protected KernelFile(long number) {
    this.number = number;
  }

  /** Returns a file that always says the same. */
  public static KernelFile saying(long number, String text) {
    return new Constant(number, text);
  }

  /**
   * Returns what the file says now.
   *
   * <p>Errors: ENOENT when what it tells of has gone; EACCES.
   */
  protected abstract String text(Caller caller) throws ErrnoException;

  @Override
  public final FileType type() {
    return FileType.REGULAR;
  }

  @Override
  public final Stat stat() {
    return KernelNode.stat(number, FileType.REGULAR, MODE, 0);
  }

  @Override
  public final FileDescription open(Caller caller, int flags) throws ErrnoException {
    if ((flags & (OpenFlags.WRITE | OpenFlags.TRUNCATE)) != 0) {
      throw Errno.EACCES.exception();
    }
    return new Content(stat(), text(caller).getBytes(StandardCharsets.UTF_8), flags);
  }

  private static final class Constant extends KernelFile {
    private final String text;

    Constant(long number, String text) {
      super(number);
      this.text = text;
    }

    @Override
    protected String text(Caller caller) {
      return text;
    }
  }
}
