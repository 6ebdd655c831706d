package io.jwasm.sentry.platform.chicory;

import java.nio.ByteBuffer;

/**
 * Atomic access to a memory on the Java heap, where the JVM has none for bytes: one lock for a
 * memory. Plain access of another thread at the same time is a race in WebAssembly, too.
 */
final class HeapAtomics {
  private HeapAtomics() {}

  static int readInt(ByteBuffer bytes, int addr) {
    synchronized (bytes) {
      return bytes.getInt(addr);
    }
  }

  static void writeInt(ByteBuffer bytes, int addr, int value) {
    synchronized (bytes) {
      bytes.putInt(addr, value);
    }
  }

  static int exchangeInt(ByteBuffer bytes, int addr, int expected, int replacement) {
    synchronized (bytes) {
      int before = bytes.getInt(addr);
      if (before == expected) {
        bytes.putInt(addr, replacement);
      }
      return before;
    }
  }

  static long readLong(ByteBuffer bytes, int addr) {
    synchronized (bytes) {
      return bytes.getLong(addr);
    }
  }

  static void writeLong(ByteBuffer bytes, int addr, long value) {
    synchronized (bytes) {
      bytes.putLong(addr, value);
    }
  }

  static long exchangeLong(ByteBuffer bytes, int addr, long expected, long replacement) {
    synchronized (bytes) {
      long before = bytes.getLong(addr);
      if (before == expected) {
        bytes.putLong(addr, replacement);
      }
      return before;
    }
  }
}
