package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.mm.IoSequence;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file: what POSIX calls an open file description and Linux {@code struct file}. Several
 * file descriptors may refer to it. The methods here answer for a kind of file that cannot do the
 * thing; each kind overrides what it can.
 *
 * <p>Callers check the access mode before they read or write. Another task may close the last
 * descriptor while a method runs: a file with something to release in the host guards its use with
 * {@link #acquire} and {@link #drop}.
 */
public abstract class FileDescription implements Waitable {
  private static final int ACCESS = OpenFlags.READ | OpenFlags.WRITE;

  /** Descriptors and calls that use this; released when it falls to 0. */
  private final AtomicInteger references = new AtomicInteger(1);

  private final int access;
  private volatile int statusFlags;

  /** Where it was opened: names below a directory in a mount; null when a link led to it. */
  private Mount mount;

  private Dentry directory;
  private String names;

  /**
   * @param flags access mode and status flags of {@link OpenFlags}
   */
  protected FileDescription(int flags) {
    this.access = flags & ACCESS;
    this.statusFlags = flags & OpenFlags.STATUS;
  }

  public abstract FileType type();

  /** Returns whether it was opened for reading. */
  public final boolean readable() {
    return (access & OpenFlags.READ) != 0;
  }

  /** Returns whether it was opened for writing. */
  public final boolean writable() {
    return (access & OpenFlags.WRITE) != 0;
  }

  /** Returns whether the file has an offset that can be moved. */
  public boolean seekable() {
    return false;
  }

  /** Returns the status flags of {@link OpenFlags}. */
  public final int statusFlags() {
    return statusFlags;
  }

  /**
   * Returns the name under which the program was given this directory at its start, or null for
   * every other file.
   */
  public String preopenName() {
    return null;
  }

  /**
   * Returns what is known of the file.
   *
   * <p>Errors: EIO.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/stat.2.html">fstat(2)</a>
   */
  public Stat stat() throws ErrnoException {
    return Stat.ofStream(type());
  }

  /**
   * Sets APPEND and NONBLOCK, like {@code fcntl(F_SETFL)}; the synchronous ones stay.
   *
   * <p>Errors: ENOTSUP when this kind of file cannot honour one of them.
   */
  public final void setStatusFlags(int flags) throws ErrnoException {
    int kept = statusFlags & ~(OpenFlags.APPEND | OpenFlags.NONBLOCK);
    int changed = kept | (flags & (OpenFlags.APPEND | OpenFlags.NONBLOCK));
    applyStatusFlags(changed);
    statusFlags = changed;
  }

  /** Makes new status flags take effect, where a file has to do something for it. */
  protected void applyStatusFlags(int flags) throws ErrnoException {}

  /**
   * Reads at the file's offset; returns the bytes read, 0 at the end.
   *
   * <p>Errors: EISDIR; EAGAIN; EINTR; EIO.
   *
   * <p>Blocking: until there is a byte.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    throw Errno.EBADF.exception();
  }

  /**
   * Writes at the file's offset, or at its end with APPEND; returns the bytes written, which may be
   * fewer than asked for.
   *
   * <p>Errors: EPIPE; ENOSPC; EFBIG; EAGAIN; EINTR; EIO.
   *
   * <p>Blocking: until there is room for a byte.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/write.2.html">write(2)</a>
   */
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    throw Errno.EBADF.exception();
  }

  /**
   * Reads at the given offset, not negative, and leaves the file's own where it is.
   *
   * <p>Errors: as {@link #read}, and ESPIPE for what has no offset.
   */
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    throw Errno.ESPIPE.exception();
  }

  /**
   * Writes at the given offset, not negative, and leaves the file's own where it is.
   *
   * <p>Errors: as {@link #write}, and ESPIPE for what has no offset.
   */
  public long pwrite(Caller caller, IoSequence src, long offset) throws ErrnoException {
    throw Errno.ESPIPE.exception();
  }

  /**
   * Moves the file's offset and returns it.
   *
   * <p>Errors: ESPIPE for what has none; EINVAL when it would be negative or beyond 2^63 - 1.
   */
  public long seek(long offset, Whence whence) throws ErrnoException {
    throw Errno.ESPIPE.exception();
  }

  /**
   * Makes sure that the range can be written without ENOSPC; the file grows to its end when it is
   * shorter, and never shrinks.
   *
   * <p>Errors: ENOSPC; EFBIG; ENOTSUP where the host's file system cannot; ESPIPE; ENODEV.
   */
  public void allocate(long offset, long lengthBytes) throws ErrnoException {
    throw Errno.ENODEV.exception();
  }

  /**
   * Cuts the file or makes it longer with zeros.
   *
   * <p>Errors: EINVAL for what has no size; EFBIG; ENOSPC; EIO.
   */
  public void truncate(long sizeBytes) throws ErrnoException {
    throw Errno.EINVAL.exception();
  }

  /**
   * Waits until what was written is on its medium.
   *
   * <p>Errors: EINVAL for what has none; EIO; ENOSPC.
   *
   * <p>Blocking: on the host's file system.
   */
  public void sync() throws ErrnoException {
    throw Errno.EINVAL.exception();
  }

  /** As {@link #sync}, for the content only. */
  public void dataSync() throws ErrnoException {
    sync();
  }

  /**
   * Sets access and modification time; each in nanoseconds or a word of {@link Timestamp}.
   *
   * <p>Errors: EROFS; EPERM; EACCES.
   */
  public final void setTimes(Caller caller, long atimeNanos, long mtimeNanos)
      throws ErrnoException {
    if (mount != null && mount.readOnly()) {
      throw Errno.EROFS.exception();
    }
    applyTimes(caller, atimeNanos, mtimeNanos);
  }

  /** Sets the times of a file that lies in no read-only mount. */
  protected void applyTimes(Caller caller, long atimeNanos, long mtimeNanos) throws ErrnoException {
    throw Errno.EPERM.exception();
  }

  /**
   * Returns how many bytes a read would find without waiting; 0 when that is not known.
   *
   * <p>Errors: EIO.
   */
  public long available() throws ErrnoException {
    return seekable() ? Math.max(stat().sizeBytes() - seek(0, Whence.CURRENT), 0) : 0;
  }

  /**
   * Notes where it was opened, before any program sees it; nothing for a file that was open before,
   * to which a link led.
   *
   * @return this
   */
  final FileDescription openedAt(PathTarget target) {
    return target.hasPath()
        ? openedAt(target.mount(), target.directory(), target.name() == null ? "" : target.name())
        : this;
  }

  /** As {@link #openedAt(PathTarget)}, with names that lead through no link. */
  final FileDescription openedAt(Mount newMount, Dentry newDirectory, String newNames) {
    mount = newMount;
    directory = newDirectory;
    names = newNames;
    return this;
  }

  /**
   * Returns the path at which it was opened, without links in it, or null when it was opened by
   * none; for {@code /proc/self/fd}.
   */
  public final String path() {
    if (directory == null) {
      return null;
    }
    StringBuilder path = new StringBuilder();
    for (String name : directory.names()) {
      path.append('/').append(name);
    }
    int begin = 0;
    while (begin < names.length()) {
      int slash = names.indexOf('/', begin);
      int end = slash < 0 ? names.length() : slash;
      boolean counts = end > begin && !(end == begin + 1 && names.charAt(begin) == '.');
      if (counts) {
        path.append('/').append(names, begin, end);
      }
      begin = end + 1;
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /**
   * Adds a reference, as {@code dup} does.
   *
   * <p>Errors: EBADF when the last one is gone.
   */
  public final void acquire() throws ErrnoException {
    int now;
    do {
      now = references.get();
      if (now == 0) {
        throw Errno.EBADF.exception();
      }
    } while (!references.compareAndSet(now, now + 1));
  }

  /** Drops a reference and releases the file with the last one. */
  public final void drop() {
    if (references.decrementAndGet() == 0) {
      release();
    }
  }

  /** Called once, when the last descriptor is closed and nobody uses the file. */
  protected void release() {}
}
