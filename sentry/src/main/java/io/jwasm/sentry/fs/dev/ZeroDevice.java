package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Stat;

/** {@code /dev/zero}: zeros without end, and takes everything. */
final class ZeroDevice extends CharacterDevice {
  /** Filled at once; between two chunks a kill is noticed. */
  private static final int CHUNK_BYTES = 1 << 20;

  ZeroDevice(Stat stat, int flags) {
    super(stat, flags);
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    return fill(dst);
  }

  @Override
  public long write(Caller caller, IoSequence src) {
    return src.remaining();
  }

  static long fill(IoSequence dst) throws ErrnoException {
    long done = 0;
    while (dst.remaining() > 0) {
      if (Thread.currentThread().isInterrupted()) {
        if (done > 0) {
          return done;
        }
        throw Errno.EINTR.exception();
      }
      int chunk = (int) Math.min(dst.remaining(), CHUNK_BYTES);
      dst.putZeros(chunk);
      done += chunk;
    }
    return done;
  }
}
