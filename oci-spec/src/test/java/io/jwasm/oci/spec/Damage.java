package io.jwasm.oci.spec;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damage to documents, as chance has it: bytes, cuts, repeats, and values of a wrong type. */
final class Damage {
  private static final String[] TOKENS = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "18446744073709551616",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "{}",
    "[]",
    "[[[[",
    "{\"a\":",
    ",",
    ":",
    "\"",
    "\\",
    "]",
    "}",
    "/",
    "..",
    "\u0000",
    "\ufeff"
  };

  private Damage() {}

  /** Returns a copy of a document with one damage. */
  static byte[] mutate(byte[] document, SplittableRandom random) {
    int at = random.nextInt(document.length + 1);
    int length = Math.min(document.length - at, random.nextInt(1, 40));
    return switch (random.nextInt(7)) {
      case 0 -> splice(document, at, 0, new byte[] {(byte) random.nextInt(256)});
      case 1 -> splice(document, at, Math.min(length, 1), new byte[] {(byte) random.nextInt(256)});
      case 2 -> splice(document, at, length, new byte[0]);
      case 3 -> splice(document, at, 0, Arrays.copyOfRange(document, at, at + length));
      case 4 -> Arrays.copyOf(document, Math.max(1, at));
      case 5 -> splice(document, at, 0, token(random));
      default -> replaceValue(document, at, random);
    };
  }

  /** Replaces the value behind the next colon, which mostly leaves JSON that is of a wrong type. */
  private static byte[] replaceValue(byte[] document, int from, SplittableRandom random) {
    int colon = from;
    while (colon < document.length && document[colon] != ':') {
      colon++;
    }
    int end = colon;
    while (end < document.length && document[end] != ',' && document[end] != '\n') {
      end++;
    }
    return colon == document.length
        ? document
        : splice(document, colon + 1, end - colon - 1, token(random));
  }

  private static byte[] token(SplittableRandom random) {
    return Documents.json(TOKENS[random.nextInt(TOKENS.length)]);
  }

  private static byte[] splice(byte[] document, int at, int removed, byte[] inserted) {
    byte[] result = Arrays.copyOf(document, document.length - removed + inserted.length);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(
        document, at + removed, result, at + inserted.length, document.length - at - removed);
    return result;
  }
}
