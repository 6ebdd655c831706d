package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@code /dev/random} and {@code /dev/urandom}: the host's random numbers. What is written goes
 * nowhere: a guest has no say in the host's entropy.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/random.4.html">random(4)</a>
 */
final class RandomDevice extends CharacterDevice {
  /** Copied at once; between two chunks a kill is noticed. */
  private static final int CHUNK_BYTES = 8192;

  private final RandomSource source;

  RandomDevice(Stat stat, int flags, RandomSource source) {
    super(stat, flags);
    this.source = source;
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    byte[] chunk = new byte[(int) Math.min(dst.remaining(), CHUNK_BYTES)];
    long done = 0;
    while (dst.remaining() > 0) {
      if (Thread.currentThread().isInterrupted()) {
        if (done > 0) {
          return done;
        }
        throw Errno.EINTR.exception();
      }
      int count = (int) Math.min(dst.remaining(), chunk.length);
      fill(ByteBuffer.wrap(chunk, 0, count));
      dst.put(chunk, 0, count);
      done += count;
    }
    return done;
  }

  private void fill(ByteBuffer chunk) throws ErrnoException {
    try {
      source.fill(chunk);
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }

  @Override
  public long write(Caller caller, IoSequence src) {
    return src.remaining();
  }
}
