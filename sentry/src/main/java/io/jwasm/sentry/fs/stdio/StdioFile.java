package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Set;

/**
 * A stream of the container on an inherited descriptor. Bytes go between guest memory and the
 * host's system call without a copy. Closing it does not close the host's descriptor: the sandbox
 * needs its numbers to stay what they are.
 */
final class StdioFile extends FileDescription {
  enum Direction {
    IN,
    OUT
  }

  private final FileType type;
  private final FileChannel channel;
  private final Direction direction;

  StdioFile(FileType type, FileChannel channel, Direction direction) {
    this.type = type;
    this.channel = channel;
    this.direction = direction;
  }

  @Override
  public FileType type() {
    return type;
  }

  @Override
  public boolean readable() {
    return direction == Direction.IN;
  }

  @Override
  public boolean writable() {
    return direction == Direction.OUT;
  }

  /**
   * Accepts APPEND, which changes nothing for a stream. NONBLOCK is refused: the descriptor is
   * shared with whoever reads the logs, and making it non-blocking would change it for them too.
   */
  @Override
  public void setFlags(Set<OpenFlag> newFlags) throws ErrnoException {
    if (newFlags.contains(OpenFlag.NONBLOCK)) {
      throw Errno.ENOTSUP.exception();
    }
    replaceFlags(newFlags);
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    if (direction != Direction.IN) {
      throw Errno.EBADF.exception();
    }
    long wanted = dst.remaining();
    if (wanted == 0) {
      return 0;
    }
    try {
      long count = dst.isSingle() ? channel.read(dst.single()) : channel.read(dst.buffers());
      if (count == 0) {
        throw Errno.EAGAIN.exception(); // someone else made the descriptor non-blocking
      }
      return Math.max(count, 0); // the JDK says -1 at the end
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }

  @Override
  public long write(Caller caller, IoSequence src) throws ErrnoException {
    if (direction != Direction.OUT) {
      throw Errno.EBADF.exception();
    }
    long wanted = src.remaining();
    if (wanted == 0) {
      return 0;
    }
    try {
      long count = src.isSingle() ? channel.write(src.single()) : channel.write(src.buffers());
      if (count == 0) {
        throw Errno.EAGAIN.exception();
      }
      return count;
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }
}
