package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.ErrnoException;

/** Opens FIFOs: they are files of a file system by their name, and pipes of the kernel else. */
@FunctionalInterface
public interface FifoOpener {
  /**
   * Opens an end of the pipe that belongs to a FIFO, or both.
   *
   * @param flags access mode and status flags of {@link OpenFlags}
   *     <p>Errors: EACCES; ENXIO for a writer with NONBLOCK when nobody reads; EINTR when the
   *     caller is being killed.
   *     <p>Blocking: until somebody opens the other end, without NONBLOCK.
   * @see <a href="https://man7.org/linux/man-pages/man7/fifo.7.html">fifo(7)</a>
   */
  FileDescription open(Caller caller, Inode fifo, int flags) throws ErrnoException;
}
