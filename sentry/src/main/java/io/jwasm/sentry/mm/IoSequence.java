package io.jwasm.sentry.mm;

import java.nio.ByteBuffer;

/**
 * The buffers of one read or write: views of the caller's own memory, never copies. A transfer
 * moves the buffers' positions.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">readv(2)</a>
 */
public final class IoSequence {
  private final ByteBuffer[] buffers;

  private IoSequence(ByteBuffer[] buffers) {
    this.buffers = buffers;
  }

  public static IoSequence of(ByteBuffer... buffers) {
    return new IoSequence(buffers);
  }

  /** Returns true when there is one buffer, the common case that needs no gathering. */
  public boolean isSingle() {
    return buffers.length == 1;
  }

  /** Returns the only buffer. */
  public ByteBuffer single() {
    return buffers[0];
  }

  /** Returns all buffers in order; the caller does not keep the array. */
  public ByteBuffer[] buffers() {
    return buffers;
  }

  /** Bytes left to transfer. */
  public long remaining() {
    long sum = 0;
    for (ByteBuffer buffer : buffers) {
      sum += buffer.remaining();
    }
    return sum;
  }
}
