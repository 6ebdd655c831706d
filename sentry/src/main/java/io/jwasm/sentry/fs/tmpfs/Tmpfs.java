package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.mm.PagePool;

/** Makes file systems in memory. */
public final class Tmpfs {
  private Tmpfs() {}

  /**
   * Returns the root directory of a new, empty file system.
   *
   * @param options its limits, and who owns the root
   * @param pool where the content of its files lies; one for all file systems of a sandbox
   * @param clock stamps the files, with every read and write: a {@link
   *     io.jwasm.sentry.event.CoarseClock} is the right one
   *     <p>Errors: ENOSPC when not even the root has room.
   */
  public static TmpfsDirectory create(TmpfsOptions options, PagePool pool, Clock clock)
      throws ErrnoException {
    return TmpfsDirectory.root(
        new Superblock(options, pool, clock), options.mode(), options.uid(), options.gid());
  }
}
