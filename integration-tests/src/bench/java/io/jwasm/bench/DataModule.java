package io.jwasm.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A module with as much data, in as many pieces, as CPython's of 26 MB, and a program that does
 * nothing.
 */
final class DataModule {
  /** CPython's. */
  private static final int SEGMENTS = 24_171;

  private static final int SEGMENT_BYTES = 288;

  /** From the begin of one to that of the next: all of them end in the 160th page. */
  private static final int STRIDE = 400;

  private static final int BEGIN = 524_288;

  private DataModule() {}

  /** Writes one whose data is laid once, and mapped by each container. */
  static void write(Path file) throws BenchException {
    write(file, SEGMENTS, new byte[0]);
  }

  /** Writes one whose last segment is passive: then all of them are copied. */
  static void writeCopied(Path file) throws BenchException {
    write(file, SEGMENTS + 1, new byte[] {1, 0});
  }

  private static void write(Path file, int count, byte[] last) throws BenchException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    leb(data, count);
    byte[] content = new byte[SEGMENT_BYTES];
    Random random = new Random(1);
    for (int i = 0; i < SEGMENTS; i++) {
      random.nextBytes(content);
      data.write(0);
      data.write(0x41); // i32.const, signed
      signedLeb(data, BEGIN + i * STRIDE);
      data.write(0x0b);
      leb(data, content.length);
      data.writeBytes(content);
    }
    data.writeBytes(last);
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(module, 1, new byte[] {1, 0x60, 0, 0});
    section(module, 3, new byte[] {1, 0});
    section(module, 5, new byte[] {1, 0, (byte) 0xa0, 1}); // 160 pages
    section(module, 7, new byte[] {1, 6, '_', 's', 't', 'a', 'r', 't', 0, 0});
    section(module, 10, new byte[] {1, 2, 0, 0x0b});
    section(module, 11, data.toByteArray());
    try {
      Files.write(file, module.toByteArray());
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void section(ByteArrayOutputStream out, int id, byte[] content) {
    out.write(id);
    leb(out, content.length);
    out.writeBytes(content);
  }

  private static void leb(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left >>> 7 != 0) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }

  private static void signedLeb(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left >= 64) {
      out.write(left & 0x7f | 0x80);
      left >>= 7;
    }
    out.write(left);
  }
}
