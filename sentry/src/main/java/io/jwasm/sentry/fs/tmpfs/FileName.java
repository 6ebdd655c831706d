package io.jwasm.sentry.fs.tmpfs;

/** How long names and the targets of links are, for the guest and in the heap. */
final class FileName {
  static final int NAME_MAX = 255;

  /** Longest target of a link, without NUL. */
  static final int PATH_MAX = 4095;

  private static final int OBJECT_BYTES = 48;
  private static final int MAX_ASCII = 0x7f;
  private static final int MAX_TWO_BYTES = 0x7ff;

  private FileName() {}

  /** Returns the length in UTF-8. Each half of a surrogate pair counts as two bytes. */
  static int utf8Bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > MAX_ASCII) {
        bytes += c > MAX_TWO_BYTES && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }

  static boolean isTooLong(String name) {
    return utf8Bytes(name) > NAME_MAX;
  }

  /** Returns what a string takes of the heap at most. */
  static int heapBytes(String text) {
    return OBJECT_BYTES + text.length() * Character.BYTES;
  }
}
