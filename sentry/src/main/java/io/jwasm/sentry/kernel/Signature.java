package io.jwasm.sentry.kernel;

/**
 * The type of a system call. One letter stands for each value: {@code i} i32, {@code I} i64, {@code
 * f} f32, {@code F} f64; strings cost nothing when the table is built, and the table is on the way
 * to the guest's first instruction.
 *
 * @param params letters of the parameters
 * @param results letters of the results, none or one
 */
public record Signature(String params, String results) {
  /** Written out: a record's own costs 15 ms at its first call, before the guest's first one. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Signature(String p, String r) && params.equals(p) && results.equals(r);
  }

  @Override
  public int hashCode() {
    return 31 * params.hashCode() + results.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, params);
    text.append(" -> ");
    append(text, results);
    return text.toString();
  }

  private static void append(StringBuilder text, String letters) {
    text.append('(');
    for (int i = 0; i < letters.length(); i++) {
      if (i > 0) {
        text.append(", ");
      }
      text.append(
          switch (letters.charAt(i)) {
            case 'i' -> "i32";
            case 'I' -> "i64";
            case 'f' -> "f32";
            case 'F' -> "f64";
            default -> "?";
          });
    }
    text.append(')');
  }
}
