package io.jwasm.sentry.platform;

import static io.jwasm.sentry.platform.WasmModule.bytes;
import static io.jwasm.sentry.platform.WasmModule.concat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Damages modules in ways that keep much of them whole, the same way for the same seed. */
final class ModuleMutator {
  private static final int HEADER_BYTES = 8;
  private static final byte[] MOST = bytes(0xff, 0xff, 0xff, 0xff, 0x0f);
  private static final byte[] MANY = bytes(0x80, 0x80, 0x80, 0x08);
  private static final byte[] LONG_ZERO = bytes(0x80, 0x80, 0x80, 0x80, 0x00);

  private final Random random;
  private final List<byte[]> seeds;

  ModuleMutator(long seed, List<byte[]> seeds) {
    this.random = new Random(seed);
    this.seeds = seeds;
  }

  byte[] next() {
    byte[] module = seeds.get(random.nextInt(seeds.size()));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && module.length > HEADER_BYTES + 1; i++) {
      module = change(module);
    }
    return module;
  }

  private byte[] change(byte[] module) {
    int at = HEADER_BYTES + random.nextInt(module.length - HEADER_BYTES);
    int length = Math.min(1 + random.nextInt(16), module.length - at);
    byte[] before = Arrays.copyOf(module, at);
    byte[] after = Arrays.copyOfRange(module, at, module.length);
    byte[] range = Arrays.copyOfRange(module, at, at + length);
    byte[] behind = Arrays.copyOfRange(module, at + length, module.length);
    return switch (random.nextInt(10)) {
      case 0, 1 -> flip(module, at);
      case 2 -> set(module, at);
      case 3 -> concat(before, bytes(random.nextInt(256)), after);
      case 4 -> concat(before, behind);
      case 5 -> concat(before, range, range, behind);
      case 6 -> concat(before, number(), Arrays.copyOfRange(after, 1, after.length));
      case 7 -> withSections(module, this::shuffle);
      case 8 -> withSections(module, this::inflate);
      default -> withSections(module, this::borrow);
    };
  }

  private byte[] flip(byte[] module, int at) {
    byte[] changed = module.clone();
    changed[at] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  private byte[] set(byte[] module, int at) {
    byte[] changed = module.clone();
    changed[at] = (byte) random.nextInt(256);
    return changed;
  }

  private byte[] number() {
    return switch (random.nextInt(4)) {
      case 0 -> MOST;
      case 1 -> MANY;
      case 2 -> LONG_ZERO;
      default -> bytes(0x80 | random.nextInt(128), random.nextInt(128));
    };
  }

  private interface Edit {
    void of(List<byte[]> sections);
  }

  /** Sections as id and content; sizes are written anew, so that the change is found inside. */
  private static byte[] withSections(byte[] module, Edit edit) {
    List<byte[]> sections = sections(module);
    if (sections.isEmpty()) {
      return module;
    }
    edit.of(sections);
    byte[] out = Arrays.copyOf(module, HEADER_BYTES);
    for (byte[] section : sections) {
      byte[] content = Arrays.copyOfRange(section, 1, section.length);
      out = concat(out, bytes(section[0]), WasmModule.leb(content.length), content);
    }
    return out;
  }

  private static List<byte[]> sections(byte[] module) {
    List<byte[]> sections = new ArrayList<>();
    int at = HEADER_BYTES;
    while (at < module.length) {
      int id = module[at++];
      int size = 0;
      for (int shift = 0; at < module.length && shift < 28; shift += 7) {
        size |= (module[at] & 0x7f) << shift;
        if (module[at++] >= 0) {
          break;
        }
      }
      int end = Math.min(module.length, at + size);
      sections.add(concat(bytes(id), Arrays.copyOfRange(module, at, end)));
      at = end;
    }
    return sections;
  }

  private void shuffle(List<byte[]> sections) {
    Collections.swap(sections, random.nextInt(sections.size()), random.nextInt(sections.size()));
  }

  /** Another count at the beginning of a section. */
  private void inflate(List<byte[]> sections) {
    int index = random.nextInt(sections.size());
    byte[] section = sections.get(index);
    if (section.length > 1) {
      byte[] rest = Arrays.copyOfRange(section, 2, section.length);
      sections.set(index, concat(bytes(section[0]), number(), rest));
    }
  }

  /** A section of another module. */
  private void borrow(List<byte[]> sections) {
    List<byte[]> others = sections(seeds.get(random.nextInt(seeds.size())));
    byte[] other = others.get(random.nextInt(others.size()));
    int index = random.nextInt(sections.size() + 1);
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i)[0] == other[0]) {
        sections.set(i, other);
        return;
      }
    }
    sections.add(index, other);
  }
}
