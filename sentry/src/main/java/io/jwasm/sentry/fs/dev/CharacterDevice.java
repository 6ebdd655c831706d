package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Whence;

/**
 * An open device that is the same at every offset, as those of Linux's {@code mem} driver. That it
 * can seek tells C libraries that it is no terminal.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/null.4.html">null(4)</a>
 */
abstract class CharacterDevice extends FileDescription {
  private final Stat stat;

  CharacterDevice(Stat stat, int flags) {
    super(flags);
    this.stat = stat;
  }

  @Override
  public final FileType type() {
    return FileType.CHARACTER_DEVICE;
  }

  @Override
  public final Stat stat() {
    return stat;
  }

  @Override
  public final boolean seekable() {
    return true;
  }

  @Override
  public final long seek(long offset, Whence whence) {
    return 0;
  }

  @Override
  public final long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    return read(caller, dst);
  }

  @Override
  public final long pwrite(Caller caller, IoSequence src, long offset) throws ErrnoException {
    return write(caller, src);
  }
}
