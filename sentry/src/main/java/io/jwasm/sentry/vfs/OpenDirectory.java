package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.ErrnoException;

/** What an open directory holds on to in its file system. */
public interface OpenDirectory {
  /**
   * Returns the directory for walks that start in it; it stays the same directory when its name
   * changes, and may be used until {@link #close}.
   */
  Inode inode();

  /**
   * Hands the entries after a cookie to the sink until it wants no more; 0 is the beginning. The
   * entries {@code .} and {@code ..} are among them. An entry that is there during the whole
   * listing comes exactly once.
   *
   * <p>Errors: EINVAL for a cookie that was never handed out, where that can be told; ENOENT when
   * the directory was removed; EIO.
   */
  void list(Caller caller, long cookie, DirectorySink sink) throws ErrnoException;

  /** Waits until changes of the directory are on their medium; EIO. */
  default void sync() throws ErrnoException {}

  /** Called once, with the last descriptor. */
  void close();
}
