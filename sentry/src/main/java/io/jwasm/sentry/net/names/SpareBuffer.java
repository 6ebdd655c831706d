package io.jwasm.sentry.net.names;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A buffer outside the Java heap for transfers, kept for the next one: the JVM frees such memory
 * only with a collection, and has not much of it.
 */
final class SpareBuffer {
  static final int BYTES = 16 << 10;

  private final AtomicReference<ByteBuffer> spare = new AtomicReference<>();

  /** Returns an empty buffer that nobody else uses until it is given back. */
  ByteBuffer take() {
    ByteBuffer buffer = spare.getAndSet(null);
    return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
  }

  void giveBack(ByteBuffer buffer) {
    spare.set(buffer);
  }
}
