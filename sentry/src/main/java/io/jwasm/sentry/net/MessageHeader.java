package io.jwasm.sentry.net;

/**
 * What comes with the bytes of a receive; Linux's {@code struct msghdr}. Filled by {@link
 * Socket#receive}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/recvmsg.2.html">recvmsg(2)</a>
 */
public final class MessageHeader {
  /** Leaves what was received for the next receive. */
  public static final int PEEK = 1;

  /** Waits until the buffers are full, the stream ends or there is an error. */
  public static final int WAITALL = 1 << 1;

  private SocketAddress source;
  private boolean truncated;

  /** Returns who sent the datagram; null for a stream. */
  public SocketAddress source() {
    return source;
  }

  /** Returns whether the datagram was longer than the buffers. */
  public boolean truncated() {
    return truncated;
  }

  /** Says what came; called by a stack. */
  public void fill(SocketAddress newSource, boolean wasTruncated) {
    source = newSource;
    truncated = wasTruncated;
  }
}
