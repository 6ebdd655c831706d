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

  /** Gives a range back to the host, after which it reads as zero; false when the host refused. */
  boolean discard(int offset, int length) {
    return HostKernel.fallocate(fd, PUNCH, fileOffset + offset, length) == 0;
  }
}
