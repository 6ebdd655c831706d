package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.MessageHeader;

/** The bits of {@code riflags}, how to receive, and those of {@code roflags}, what came. */
public final class RiFlags {
  public static final int PEEK = 1;
  public static final int WAITALL = 1 << 1;

  /** Of {@code roflags}: the datagram was longer than the buffers. */
  public static final int DATA_TRUNCATED = 1;

  private RiFlags() {}

  /**
   * Returns the flags of {@link MessageHeader}.
   *
   * <p>Errors: EINVAL for bits that do not exist.
   */
  public static int decode(int bits) throws ErrnoException {
    if ((bits & ~(PEEK | WAITALL)) != 0) {
      throw Errno.EINVAL.exception();
    }
    return ((bits & PEEK) != 0 ? MessageHeader.PEEK : 0)
        | ((bits & WAITALL) != 0 ? MessageHeader.WAITALL : 0);
  }

  /** Returns the bits of {@code roflags}. */
  public static short encode(MessageHeader header) {
    return (short) (header.truncated() ? DATA_TRUNCATED : 0);
  }
}
