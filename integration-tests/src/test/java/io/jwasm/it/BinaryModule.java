package io.jwasm.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes modules byte by byte, also those that no tool would write.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/">the binary format</a>
 */
final class BinaryModule {
  static final int TYPE = 1;
  static final int IMPORT = 2;
  static final int FUNCTION = 3;
  static final int TABLE = 4;
  static final int MEMORY = 5;
  static final int GLOBAL = 6;
  static final int EXPORT = 7;
  static final int ELEMENT = 9;
  static final int CODE = 10;
  static final int DATA = 11;

  static final int MILLION = 1_000_000;
  static final long MAX_U32 = 0xffff_ffffL;

  static final int END = 0x0b;
  static final int DROP = 0x1a;
  static final byte[] ZERO = bytes(0x41, 0);

  /** Type 0 is () -> (), and function 0, of that type, is _start. */
  static final byte[] TYPES = section(TYPE, leb(1), bytes(0x60, 0, 0));

  static final byte[] FUNCTIONS = section(FUNCTION, leb(1), bytes(0));
  static final byte[] START = section(EXPORT, leb(1), text("_start"), bytes(0), leb(0));
  static final byte[] EMPTY_BODY = bytes(2, 0, END);
  static final byte[] BODIES = section(CODE, leb(1), EMPTY_BODY);
  static final byte[] MEMORIES = section(MEMORY, leb(1), bytes(0, 1));

  private BinaryModule() {}

  static byte[] withTrap() {
    return section(CODE, leb(1), bytes(3, 0, 0, END));
  }

  static byte[] functions(int count, byte[] body) {
    return wasm(
        TYPES,
        section(FUNCTION, leb(count), new byte[count]),
        MEMORIES,
        START,
        section(CODE, leb(count), repeat(body, count)));
  }

  /** A module with one function, whose body is the parts, locals first, without its end. */
  static byte[] withBody(byte[]... parts) {
    byte[] body = concat(concat(parts), bytes(END));
    return wasm(TYPES, FUNCTIONS, START, section(CODE, leb(1), leb(body.length), body));
  }

  static byte[] wasm(byte[]... sections) {
    return concat(bytes(0, 'a', 's', 'm', 1, 0, 0, 0), concat(sections));
  }

  static byte[] section(int id, byte[]... parts) {
    byte[] content = concat(parts);
    return concat(bytes(id), leb(content.length), content);
  }

  static byte[] text(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return concat(leb(utf8.length), utf8);
  }

  static byte[] leb(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while (left >>> 7 != 0) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  static byte[] repeat(byte[] part, int count) {
    byte[] all = new byte[Math.multiplyExact(part.length, count)];
    for (int i = 0; i < count; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
