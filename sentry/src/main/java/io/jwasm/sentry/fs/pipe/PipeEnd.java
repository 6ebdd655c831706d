package io.jwasm.sentry.fs.pipe;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;

/** An end of a pipe, or both ends of a FIFO that was opened for reading and writing. */
abstract class PipeEnd extends FileDescription {
  /** For an end whose other side has been there. */
  static final int NONE_AWAITED = -1;

  private final Pipe pipe;
  private final int access;

  /** See {@link Pipe#readerReadiness}. */
  private final int writersAwaited;

  /**
   * Takes over one {@link Pipe#open}.
   *
   * @param flags access mode and status flags of {@link OpenFlags}
   * @param writersAwaited see {@link Pipe#readerReadiness}
   */
  PipeEnd(Pipe pipe, int flags, int writersAwaited) {
    super(flags);
    this.pipe = pipe;
    this.access = flags & (OpenFlags.READ | OpenFlags.WRITE);
    this.writersAwaited = writersAwaited;
  }

  @Override
  public final FileType type() {
    return FileType.FIFO;
  }

  @Override
  public final long read(Caller caller, IoSequence dst) throws ErrnoException {
    if (dst.remaining() == 0) {
      return 0;
    }
    acquire();
    try {
      long count = pipe.read(dst);
      while (count == Pipe.WOULD_BLOCK) {
        await(caller, Readiness.IN);
        count = pipe.read(dst);
      }
      return count;
    } finally {
      drop();
    }
  }

  /**
   * As {@link FileDescription#write}; writes everything, in one piece up to {@link Pipe#PIPE_BUF}
   * bytes, unless an error, the task's end or NONBLOCK comes in between.
   */
  @Override
  public final long write(Caller caller, IoSequence src) throws ErrnoException {
    long wanted = src.remaining();
    acquire();
    try {
      while (src.remaining() > 0) {
        if (pipe.write(src) == Pipe.WOULD_BLOCK) {
          await(caller, Readiness.OUT);
        }
      }
    } catch (ErrnoException e) {
      if (src.remaining() == wanted) {
        throw e;
      }
    } finally {
      drop();
    }
    return wanted - src.remaining();
  }

  private void await(Caller caller, int mask) throws ErrnoException {
    if (OpenFlags.has(statusFlags(), OpenFlags.NONBLOCK)) {
      throw Errno.EAGAIN.exception();
    }
    caller.block(this, mask);
  }

  @Override
  public final int readiness(int mask) {
    int ready = 0;
    if (OpenFlags.has(access, OpenFlags.READ)) {
      ready |= pipe.readerReadiness(writersAwaited);
    }
    if (OpenFlags.has(access, OpenFlags.WRITE)) {
      ready |= pipe.writerReadiness();
    }
    return ready & (mask | Readiness.HUP | Readiness.ERR);
  }

  @Override
  public final void addWaiter(Waiter waiter, int mask) {
    pipe.queue().add(waiter, mask);
  }

  @Override
  public final void removeWaiter(Waiter waiter) {
    pipe.queue().remove(waiter);
  }

  @Override
  public final long available() {
    return pipe.available();
  }

  @Override
  protected void release() {
    pipe.close(access);
  }
}
