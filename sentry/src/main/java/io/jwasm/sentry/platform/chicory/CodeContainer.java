package io.jwasm.sentry.platform.chicory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The classes of one compiled module, and their form in a code cache:
 *
 * <pre>
 * magic "JWC1", CRC-32 of the rest, main class name, count, then per class: name, bytes
 * (int big-endian; a string or byte array is its length and its bytes)
 * </pre>
 *
 * The checksum finds a damaged entry, not a forged one: that is the cache's own business.
 *
 * @param mainClass name of the class that implements the engine's machine
 * @param classes class files by name
 */
record CodeContainer(String mainClass, Map<String, byte[]> classes) {
  private static final int MAGIC = 0x4a574331;
  private static final int HEADER_BYTES = 8;

  /** Returns what the compiler made; some of its names have slashes, and some dots. */
  static CodeContainer of(String mainClass, Map<String, byte[]> compiled) {
    Map<String, byte[]> classes = new HashMap<>();
    compiled.forEach((name, code) -> classes.put(name.replace('/', '.'), code));
    return new CodeContainer(mainClass.replace('/', '.'), classes);
  }

  byte[] encode() {
    byte[] main = mainClass.getBytes(StandardCharsets.UTF_8);
    int size = HEADER_BYTES + Integer.BYTES + main.length + Integer.BYTES;
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      size = Math.addExact(size, 2 * Integer.BYTES + entry.getKey().length());
      size = Math.addExact(size, entry.getValue().length);
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putInt(MAGIC).putInt(0);
    put(out, main);
    out.putInt(classes.size());
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      put(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
      put(out, entry.getValue());
    }
    out.putInt(Integer.BYTES, checksum(out.array()));
    return out.array();
  }

  /** Returns the classes of a cache entry, or null when the entry is damaged. */
  static CodeContainer decode(byte[] code) {
    if (code == null || code.length < HEADER_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(code);
    if (in.getInt() != MAGIC || in.getInt() != checksum(code)) {
      return null;
    }
    try {
      String mainClass = new String(get(in), StandardCharsets.UTF_8);
      int count = in.getInt();
      Map<String, byte[]> classes = new HashMap<>();
      for (int i = 0; i < count; i++) {
        classes.put(new String(get(in), StandardCharsets.UTF_8), get(in));
      }
      return classes.containsKey(mainClass) ? new CodeContainer(mainClass, classes) : null;
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  private static byte[] get(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static int checksum(byte[] code) {
    CRC32 crc = new CRC32();
    crc.update(code, HEADER_BYTES, code.length - HEADER_BYTES);
    return (int) crc.getValue();
  }
}
