package io.jwasm.oci.spec;

/** Escapes in JSON strings: a backslash with one character, or with u and four digits. */
final class JsonEscape {
  /** Length of an escape with digits, the backslash included. */
  static final int HEX_CHARS = 6;

  private JsonEscape() {}

  /** Returns whether a character makes an escape by itself. */
  static boolean isShort(char c) {
    return switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
      default -> false;
    };
  }

  /** Returns the value of a hexadecimal digit; -1 for any other character. */
  static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  /**
   * Returns a string without its escapes, which must all be valid.
   *
   * @param length how many characters the result has
   */
  static String decode(char[] chars, int start, int length) {
    char[] decoded = new char[length];
    int from = start;
    for (int to = 0; to < length; to++) {
      char c = chars[from];
      if (c != '\\') {
        decoded[to] = c;
        from++;
      } else if (chars[from + 1] == 'u') {
        decoded[to] = ofDigits(chars, from + 2);
        from += HEX_CHARS;
      } else {
        decoded[to] = ofShort(chars[from + 1]);
        from += 2;
      }
    }
    return new String(decoded);
  }

  /** Half a pair of surrogates is a character like any other here. */
  private static char ofDigits(char[] chars, int start) {
    int value = 0;
    for (int i = start; i < start + 4; i++) {
      value = value << 4 | hex(chars[i]);
    }
    return (char) value;
  }

  private static char ofShort(char c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }
}
