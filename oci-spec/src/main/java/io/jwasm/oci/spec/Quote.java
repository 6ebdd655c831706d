package io.jwasm.oci.spec;

/** Words of a document inside a message: short, on one line, and without control characters. */
public final class Quote {
  private static final int MAX_CHARS = 60;
  private static final String HEX = "0123456789abcdef";

  private Quote() {}

  /** Returns the text in double quotes, cut after {@value #MAX_CHARS} characters. */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder(MAX_CHARS + 8).append('"');
    int end = Math.min(text.length(), MAX_CHARS);
    for (int i = 0; i < end; i++) {
      append(quoted, text.charAt(i));
    }
    return quoted.append(end < text.length() ? "..." : "").append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    boolean printable = c >= ' ' && c <= '~' && c != '"' && c != '\\';
    if (printable || (c > '~' && Character.isLetterOrDigit(c))) {
      quoted.append(c);
      return;
    }
    quoted.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      quoted.append(HEX.charAt((c >> shift) & 0xf));
    }
  }
}
