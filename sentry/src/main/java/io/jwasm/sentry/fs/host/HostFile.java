package io.jwasm.sentry.fs.host;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A regular host file, open for reading. */
final class HostFile extends FileDescription {
  private final FileChannel channel;

  HostFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public FileType type() {
    return FileType.REGULAR;
  }

  @Override
  public boolean readable() {
    return true;
  }

  @Override
  public long sizeBytes() throws ErrnoException {
    try {
      return channel.size();
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }

  @Override
  public long read(Caller caller, IoSequence dst) throws ErrnoException {
    try {
      long count = dst.isSingle() ? channel.read(dst.single()) : channel.read(dst.buffers());
      return Math.max(count, 0);
    } catch (IOException e) {
      throw HostErrors.toErrno(e).exception();
    }
  }

  @Override
  public long pread(Caller caller, IoSequence dst, long offset) throws ErrnoException {
    long total = 0;
    try {
      for (ByteBuffer buffer : dst.buffers()) {
        int count = channel.read(buffer, offset + total);
        total += Math.max(count, 0);
        if (buffer.hasRemaining()) {
          break; // the end of the file, or a short read
        }
      }
      return total;
    } catch (IOException e) {
      if (total > 0) {
        return total;
      }
      throw HostErrors.toErrno(e).exception();
    }
  }

  @Override
  protected void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // close(2) of a file that was only read has nothing to report to anyone.
    }
  }
}
