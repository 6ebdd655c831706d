package io.jwasm.oci.spec;

import java.util.SplittableRandom;

/** Text that is JSON but for a wrong piece here and there. */
final class JsonNoise {
  private static final String[] SCALARS = {
    "\"\"",
    "\"a\"",
    "\"b\\n\\u00e9\"",
    "\"\ud83d\ude00\"",
    "0",
    "-0",
    "12",
    "1.50",
    "-2e-7",
    "3E+0",
    "true",
    "false",
    "null"
  };

  private static final String[] NAMES = {"\"\"", "\"a\"", "\"b\"", "\"\\u0061b\"", "\"\u00e9\""};

  private static final String[] SPACES = {"", "", "", "", " ", "\n", "\r\n", "\r", "\t "};

  private static final String[] WRONG = {
    "",
    ",",
    ":",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    "'",
    "/",
    "//",
    "/*",
    "#",
    "+",
    "-",
    ".",
    "_",
    "$",
    "e",
    "x",
    "01",
    "1.",
    "1e",
    "1E+",
    ".5",
    "+1",
    "tru",
    "nullx",
    "NaN",
    "-Infinity",
    "\"\\x\"",
    "\"\\u00g0\"",
    "\"\t\"",
    "\u0000",
    "\u000b",
    "\u007f",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "\u00e9"
  };

  private final SplittableRandom random;
  private final StringBuilder text = new StringBuilder();

  JsonNoise(SplittableRandom random) {
    this.random = random;
  }

  /** Returns a document of mostly one value. */
  String document() {
    int values = random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < values; i++) {
      value(random.nextInt(5));
      append(SPACES);
    }
    return text.toString();
  }

  private void value(int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(3);
    switch (kind) {
      case 0 -> array(depth);
      case 1 -> object(depth);
      default -> append(SCALARS);
    }
  }

  private void array(int depth) {
    append("[");
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      append(i == 0 ? "" : ",");
      value(depth - 1);
    }
    append("]");
  }

  private void object(int depth) {
    append("{");
    int properties = random.nextInt(4);
    for (int i = 0; i < properties; i++) {
      append(i == 0 ? "" : ",");
      append(NAMES);
      append(":");
      value(depth - 1);
    }
    append("}");
  }

  /** Appends one of some pieces, or now and then a wrong one in its place or behind it. */
  private void append(String... pieces) {
    int fate = random.nextInt(40);
    if (fate != 0) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    if (fate <= 1) {
      text.append(WRONG[random.nextInt(WRONG.length)]);
    }
    text.append(SPACES[random.nextInt(SPACES.length)]);
  }
}
