package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.SocketAddress;

/** A message on its way, and from where it comes. Immutable. */
final class Datagram {
  /** What its objects take besides the bytes, about. */
  private static final int OVERHEAD_BYTES = 256;

  private final byte[] payload;
  private final SocketAddress source;

  /**
   * Takes the bytes that are left of a sequence.
   *
   * @param source in the form of the tables
   */
  Datagram(IoSequence src, SocketAddress source) {
    this.payload = new byte[(int) src.remaining()];
    this.source = source;
    src.get(payload, 0, payload.length);
  }

  /** Returns what a message of so many bytes is charged with. */
  static long costBytes(long lengthBytes) {
    return lengthBytes + OVERHEAD_BYTES;
  }

  long costBytes() {
    return costBytes(payload.length);
  }

  int length() {
    return payload.length;
  }

  SocketAddress source() {
    return source;
  }

  /** Copies what the buffers have room for; returns how many bytes. */
  int copyTo(IoSequence dst) {
    int count = (int) Math.min(payload.length, dst.remaining());
    dst.put(payload, 0, count);
    return count;
  }
}
