package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Stat;

/**
 * {@code /dev/full}: zeros without end, and no room for anything.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/full.4.html">full(4)</a>
 */
final class FullDevice extends CharacterDevice {
  FullDevice(Stat stat, int flags) {
    super(stat, flags);
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    return ZeroDevice.fill(dst);
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    throw Errno.ENOSPC.exception();
  }
}
