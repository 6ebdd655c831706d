package io.jwasm.sentry.loader;

import io.jwasm.sentry.platform.ExecFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Tells by a file's first bytes what it is, and what to do when it is not a module. */
final class Magic {
  private static final int WASM = 0x6d736100; // "\0asm"
  private static final int CORE_VERSION = 1;

  /** Version 13 in the low half, layer 1 in the high half: what the component tools write today. */
  private static final int COMPONENT_LAYER = 1;

  private static final int ELF = 0x464c457f; // "\x7fELF"
  private static final int ELF_DATA_OFFSET = 5;
  private static final int ELF_BIG_ENDIAN = 2;
  private static final int ELF_MACHINE_OFFSET = 18;
  private static final int TEXT_PREFIX_BYTES = 512;

  private Magic() {}

  static void check(String path, byte[] bytes) throws ExecFormatException {
    if (bytes.length == 0) {
      throw error(path + " is an empty file");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int magic = bytes.length >= 4 ? in.getInt(0) : 0;
    if (magic == WASM) {
      checkVersion(path, in);
      return;
    }
    if (magic == ELF && bytes.length >= ELF_MACHINE_OFFSET + 2) {
      String machine = machine(in);
      throw error(path + " is an ELF" + machine + " program; jwasm runs WebAssembly modules");
    }
    if (bytes.length >= 2 && bytes[0] == '#' && bytes[1] == '!') {
      throw error(path + " is a script; jwasm runs WebAssembly modules");
    }
    if (isText(bytes)) {
      throw error(path + " is WebAssembly text; compile it with wat2wasm");
    }
    throw error(path + " is not a WebAssembly module");
  }

  private static void checkVersion(String path, ByteBuffer in) throws ExecFormatException {
    if (in.limit() < 8) {
      throw error(path + " is a WebAssembly module that ends inside its header");
    }
    int version = in.getInt(4);
    if (version == CORE_VERSION) {
      return;
    }
    if (version >>> 16 == COMPONENT_LAYER) {
      throw error(
          path
              + " is a WebAssembly component; jwasm runs core modules, build it for wasm32-wasip1");
    }
    throw error(
        path
            + " is WebAssembly of version "
            + Integer.toUnsignedString(version)
            + "; jwasm runs version 1");
  }

  private static String machine(ByteBuffer in) {
    if (in.get(ELF_DATA_OFFSET) == ELF_BIG_ENDIAN) {
      in.order(ByteOrder.BIG_ENDIAN);
    }
    return switch (in.getShort(ELF_MACHINE_OFFSET)) {
      case 3 -> " 386";
      case 21 -> " ppc64le";
      case 22 -> " s390x";
      case 40 -> " arm";
      case 62 -> " x86-64";
      case 183 -> " aarch64";
      case 243 -> " riscv";
      default -> "";
    };
  }

  private static boolean isText(byte[] bytes) {
    int length = Math.min(bytes.length, TEXT_PREFIX_BYTES);
    String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).strip();
    return start.startsWith("(module") || start.startsWith("(component");
  }

  private static ExecFormatException error(String what) {
    return new ExecFormatException("exec format error: " + what);
  }
}
