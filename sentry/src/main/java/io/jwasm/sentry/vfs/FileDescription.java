package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import java.util.EnumSet;
import java.util.Set;

/**
 * An open file: what POSIX calls an open file description and Linux {@code struct file}. Several
 * file descriptors may refer to it. The methods here answer for a kind of file that cannot do the
 * thing; each kind overrides what it can.
 */
public abstract class FileDescription {
  /** Descriptors that refer to this; guarded by this. */
  private int references = 1;

  private volatile Set<OpenFlag> flags = EnumSet.noneOf(OpenFlag.class);

  public abstract FileType type();

  /** Returns whether it was opened for reading. */
  public boolean readable() {
    return false;
  }

  /** Returns whether it was opened for writing. */
  public boolean writable() {
    return false;
  }

  /**
   * Returns the name under which the program was given this directory at its start, or null for
   * every other file.
   */
  public String preopenName() {
    return null;
  }

  /** Size in bytes as {@code fstat} tells it; 0 for what has no size. */
  public long sizeBytes() throws ErrnoException {
    return 0;
  }

  public Set<OpenFlag> flags() {
    return flags;
  }

  /**
   * Replaces the flags, like {@code fcntl(F_SETFL)}.
   *
   * <p>Errors: ENOTSUP when this kind of file cannot honour one of them.
   */
  public void setFlags(Set<OpenFlag> newFlags) throws ErrnoException {
    if (!newFlags.isEmpty()) {
      throw Errno.ENOTSUP.exception();
    }
    flags = newFlags;
  }

  /**
   * Reads at the file's offset; returns the bytes read, 0 at the end.
   *
   * <p>Errors: EBADF when not open for reading; EISDIR; EAGAIN; EINTR; EIO.
   *
   * <p>Blocking: until there is a byte.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    throw Errno.EBADF.exception();
  }

  /**
   * Writes at the file's offset; returns the bytes written, which may be fewer than asked for.
   *
   * <p>Errors: EBADF when not open for writing; EPIPE; ENOSPC; EAGAIN; EINTR; EIO.
   *
   * <p>Blocking: until there is room for a byte.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
   */
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    throw Errno.EBADF.exception();
  }

  /**
   * Reads at the given offset and leaves the file's own where it is.
   *
   * <p>Errors: as {@link #read}, and ESPIPE for what has no offset.
   */
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    throw Errno.ESPIPE.exception();
  }

  /** Adds a reference, as {@code dup} does. */
  public final synchronized void acquire() {
    references++;
  }

  /** Drops a reference and releases the file with the last one. */
  public final void drop() {
    synchronized (this) {
      if (--references != 0) {
        return;
      }
    }
    release();
  }

  /** Called once, when the last descriptor is closed. */
  protected void release() {}

  /** Replaces the flags without a question; for kinds of file that override {@link #setFlags}. */
  protected final void replaceFlags(Set<OpenFlag> newFlags) {
    flags = newFlags;
  }
}
