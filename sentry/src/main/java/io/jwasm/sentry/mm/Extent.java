package io.jwasm.sentry.mm;

import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import java.nio.ByteBuffer;

/** A range of the memory file, mapped. The host allocates a page when it is first touched. */
public final class Extent {
  private static final int PUNCH =
      HostConstants.FALLOC_FL_PUNCH_HOLE | HostConstants.FALLOC_FL_KEEP_SIZE;

  private final ByteBuffer bytes;
  private final int fd;
  private final long fileOffset;

  Extent(ByteBuffer bytes, int fd, long fileOffset) {
    this.bytes = bytes;
    this.fd = fd;
    this.fileOffset = fileOffset;
  }

  /** Returns all bytes; always the same buffer, for absolute access only. */
  ByteBuffer bytes() {
    return bytes;
  }

  /**
   * Fills a range that the host has not given yet: one call of the host instead of a fault for
   * every page, and no zeros that are overwritten at once. Returns the bytes written; fewer when
   * the host does not do it.
   */
  int fill(int offset, IoSequence src, int length) {
    int done = 0;
    while (done < length) {
      int run = src.contiguous(length - done);
      int written = (int) HostKernel.pwrite(fd, src.address(), run, fileOffset + offset + done);
      if (written <= 0) {
        return done;
      }
      src.skip(written);
      done += written;
    }
    return done;
  }

  /** Gives a range back to the host, after which it reads as zero; false when the host refused. */
  boolean discard(int offset, int length) {
    return HostKernel.fallocate(fd, PUNCH, fileOffset + offset, length) == 0;
  }
}
