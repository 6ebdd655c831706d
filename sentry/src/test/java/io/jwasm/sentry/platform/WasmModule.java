package io.jwasm.sentry.platform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles small modules for tests, so that no tool is needed to read or run them. Functions are
 * numbered as in a module: imports first.
 */
public final class WasmModule {
  public static final int I32 = 0x7f;
  public static final int I64 = 0x7e;

  private final List<byte[]> types = new ArrayList<>();
  private final List<byte[]> imports = new ArrayList<>();
  private final List<byte[]> functions = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final List<byte[]> memories = new ArrayList<>();
  private final List<byte[]> globals = new ArrayList<>();
  private final List<byte[]> elements = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final List<byte[]> custom = new ArrayList<>();
  private int importedFunctions;
  private boolean countsData;
  private byte[] start;

  public WasmModule importing(String module, String name, String params, String results) {
    imports.add(concat(name(module), name(name), bytes(0, type(params, results))));
    importedFunctions++;
    return this;
  }

  public WasmModule importingMemory(String module, String name) {
    imports.add(concat(name(module), name(name), bytes(2, 0, 1)));
    return this;
  }

  public WasmModule importingSharedMemory(String module, String name, int min, int max) {
    imports.add(concat(name(module), name(name), bytes(2, 3), leb(min), leb(max)));
    return this;
  }

  public WasmModule importingTable(String module, String name) {
    imports.add(concat(name(module), name(name), bytes(1, 0x70, 0, 1)));
    return this;
  }

  /** Memory of {@code min} to {@code max} pages, exported as C compilers do. */
  public WasmModule memory(int min, int max) {
    return memory(min, max, "memory");
  }

  public WasmModule memory(int min, int max, String export) {
    exports.add(concat(name(export), bytes(2), leb(memories.size())));
    memories.add(concat(bytes(1), leb(min), leb(max)));
    return this;
  }

  /** A table of function references. */
  public WasmModule table(int min, int max) {
    tables.add(concat(bytes(0x70, 1), leb(min), leb(max)));
    return this;
  }

  /** Functions for the first table, from an index of it on. */
  public WasmModule element(int offset, int... numbers) {
    byte[] segment = concat(bytes(0), i32(offset), bytes(0x0b), leb(numbers.length));
    for (int number : numbers) {
      segment = concat(segment, leb(number));
    }
    elements.add(segment);
    return this;
  }

  /** A variable of type i32. */
  public WasmModule global(int value) {
    globals.add(concat(bytes(I32, 1), i32(value), bytes(0x0b)));
    return this;
  }

  /** A function without an export and with one local of type i32; the code lacks its final end. */
  public WasmModule function(String params, String results, byte[] code) {
    functions.add(leb(type(params, results)));
    byte[] body = concat(bytes(1, 1, I32), code, bytes(0x0b));
    bodies.add(concat(leb(body.length), body));
    return this;
  }

  public WasmModule exported(String name, String params, String results, byte[] code) {
    exports.add(concat(name(name), bytes(0), leb(importedFunctions + functions.size())));
    return function(params, results, code);
  }

  /** Exports a function by its number, imports included. */
  public WasmModule exporting(String name, int function) {
    exports.add(concat(name(name), bytes(0), leb(function)));
    return this;
  }

  public WasmModule start(int function) {
    start = leb(function);
    return this;
  }

  public WasmModule data(int address, byte[] content) {
    data.add(concat(bytes(0), i32(address), bytes(0x0b), leb(content.length), content));
    return this;
  }

  public WasmModule data(int memory, int address, String content) {
    byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
    data.add(concat(bytes(2), leb(memory), i32(address), bytes(0x0b), leb(utf8.length), utf8));
    return this;
  }

  /** A passive segment, for {@code memory.init}. */
  public WasmModule passiveData(String content) {
    countsData = true;
    byte[] utf8 = content.getBytes(StandardCharsets.UTF_8);
    data.add(concat(bytes(1), leb(utf8.length), utf8));
    return this;
  }

  /** Says how many segments there are before the code, which may then name them. */
  public WasmModule countingData() {
    countsData = true;
    return this;
  }

  public WasmModule data(int address, String content) {
    return data(address, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives one function a name in the name section. */
  public WasmModule named(int function, String name) {
    byte[] map = concat(bytes(1), leb(function), name(name));
    custom.add(concat(name("name"), bytes(1), leb(map.length), map));
    return this;
  }

  public byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(0, 'a', 's', 'm', 1, 0, 0, 0));
    section(out, 1, types);
    section(out, 2, imports);
    section(out, 3, functions);
    section(out, 4, tables);
    section(out, 5, memories);
    section(out, 6, globals);
    section(out, 7, exports);
    if (start != null) {
      out.writeBytes(concat(bytes(8), leb(start.length), start));
    }
    section(out, 9, elements);
    if (countsData) { // memory.init is valid only when this comes before the code
      byte[] count = leb(data.size());
      out.writeBytes(concat(bytes(12), leb(count.length), count));
    }
    section(out, 10, bodies);
    section(out, 11, data);
    for (byte[] section : custom) {
      out.writeBytes(concat(bytes(0), leb(section.length), section));
    }
    return out.toByteArray();
  }

  /** {@code i32.const}. */
  public static byte[] i32(int value) {
    return concat(bytes(0x41), signedLeb(value));
  }

  /** {@code i64.const}. */
  public static byte[] i64(long value) {
    return concat(bytes(0x42), signedLeb(value));
  }

  /** {@code call}. */
  public static byte[] call(int function) {
    return concat(bytes(0x10), leb(function));
  }

  /** Calls a function with i32 arguments. */
  public static byte[] call(int function, int... args) {
    byte[] code = new byte[0];
    for (int arg : args) {
      code = concat(code, i32(arg));
    }
    return concat(code, call(function));
  }

  /** {@code local.get}. */
  public static byte[] local(int index) {
    return concat(bytes(0x20), leb(index));
  }

  /** An instruction with the prefix of atomics, of an access of {@code 1 << align} bytes. */
  public static byte[] atomic(int opcode, int align) {
    return bytes(0xfe, opcode, align, 0);
  }

  /** {@code drop}. */
  public static byte[] drop() {
    return bytes(0x1a);
  }

  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private int type(String params, String results) {
    types.add(concat(bytes(0x60), valueTypes(params), valueTypes(results)));
    return types.size() - 1;
  }

  private static byte[] valueTypes(String letters) {
    byte[] list = leb(letters.length());
    for (int i = 0; i < letters.length(); i++) {
      list = concat(list, bytes(letters.charAt(i) == 'i' ? I32 : I64));
    }
    return list;
  }

  private static byte[] name(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return concat(leb(utf8.length), utf8);
  }

  private static void section(ByteArrayOutputStream out, int id, List<byte[]> entries) {
    if (entries.isEmpty()) {
      return;
    }
    byte[] content = leb(entries.size());
    for (byte[] entry : entries) {
      content = concat(content, entry);
    }
    out.writeBytes(concat(bytes(id), leb(content.length), content));
  }

  static byte[] leb(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int left = value;
    while (left >>> 7 != 0) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
    return out.toByteArray();
  }

  private static byte[] signedLeb(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = value;
    while (left < -64 || left > 63) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>= 7;
    }
    out.write((int) left & 0x7f);
    return out.toByteArray();
  }
}
