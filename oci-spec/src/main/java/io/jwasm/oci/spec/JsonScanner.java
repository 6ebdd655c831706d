package io.jwasm.oci.spec;

/**
 * The characters of a JSON document: white space, strings, numbers and words, strictly as RFC 8259
 * has them. What the values mean together is for {@link JsonTokens}.
 *
 * <p>A string or number is checked when it is passed and made a {@code String} only when asked for,
 * so that what is skipped costs nothing but the look at it. No number becomes binary here.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonScanner {
  /** What {@link #peek} returns behind the last character. */
  static final int END = -1;

  private final char[] chars;
  private final int end;
  private int position;

  /** The last string or number: where it is, and how many characters it is once unescaped. */
  private int textStart;

  private int textEnd;
  private int textLength;

  /** Starts at the first of some characters, of which there are {@code end}. */
  JsonScanner(char[] chars, int end) {
    this.chars = chars;
    this.end = end;
  }

  /** Returns the offset of the next character. */
  int position() {
    return position;
  }

  /** Passes white space and returns the character behind it, which stays the next. */
  int peek() throws InvalidSpec {
    while (position < end) {
      char c = chars[position];
      if (c > ' ') {
        return c;
      }
      position++;
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        throw broken(position);
      }
    }
    return END;
  }

  /** Passes one character. */
  void pass() {
    position++;
  }

  /** Passes the string that starts here. */
  void passString() throws InvalidSpec {
    int i = position + 1;
    int extra = 0;
    textStart = i;
    while (i < end && chars[i] != '"') {
      if (chars[i] == '\\') {
        int next = afterEscape(i);
        extra += next - i - 1;
        i = next;
      } else if (chars[i] < ' ') {
        throw broken(i);
      } else {
        i++;
      }
    }
    if (i >= end) {
      throw endsEarly();
    }
    textEnd = i;
    textLength = i - textStart - extra;
    position = i + 1;
  }

  /** Passes the number that starts here and returns which of the two kinds it is. */
  JsonToken passNumber() throws InvalidSpec {
    textStart = position;
    int i = chars[position] == '-' ? position + 1 : position;
    boolean zero = i < end && chars[i] == '0';
    i = zero ? i + 1 : afterDigits(i);
    JsonToken kind = JsonToken.INTEGER;
    if (i < end && chars[i] == '.') {
      kind = JsonToken.DECIMAL;
      i = afterDigits(i + 1);
    }
    if (i < end && (chars[i] == 'e' || chars[i] == 'E')) {
      kind = JsonToken.DECIMAL;
      boolean sign = i + 1 < end && (chars[i + 1] == '+' || chars[i + 1] == '-');
      i = afterDigits(sign ? i + 2 : i + 1);
    }
    if (i < end && !endsNumber(chars[i])) {
      throw broken(i);
    }
    textEnd = i;
    textLength = i - textStart;
    position = i;
    return kind;
  }

  /** Passes true, false or null and returns which. */
  JsonToken passWord() throws InvalidSpec {
    if (!Character.isJavaIdentifierStart(chars[position])) {
      throw broken(position);
    }
    int start = position;
    while (position < end && Character.isJavaIdentifierPart(chars[position])) {
      position++;
    }
    if (isWord(start, "true")) {
      return JsonToken.TRUE;
    }
    if (isWord(start, "false")) {
      return JsonToken.FALSE;
    }
    if (isWord(start, "null")) {
      return JsonToken.NULL;
    }
    throw broken(position);
  }

  /** Returns how many characters the last string or number has, without making a string of them. */
  int textLength() {
    return textLength;
  }

  /** Returns the characters of the last string or number. */
  String text() {
    return textLength == textEnd - textStart
        ? new String(chars, textStart, textLength)
        : JsonEscape.decode(chars, textStart, textLength);
  }

  /** Returns the place of a character as line and column from 1. */
  String line(int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      boolean ofPair = chars[i] == '\r' && i + 1 < end && chars[i + 1] == '\n';
      if (chars[i] == '\n' || (chars[i] == '\r' && !ofPair)) {
        line++;
        lineStart = i + 1;
      }
    }
    return "line " + line + ", column " + (offset - lineStart + 1);
  }

  /** Returns the failure of a document in which something else has to come next. */
  InvalidSpec unexpected() {
    return position < end ? broken(position) : endsEarly();
  }

  private InvalidSpec endsEarly() {
    return JsonDocument.invalid(line(end) + ": the document ends too early; complete it");
  }

  private InvalidSpec broken(int offset) {
    return JsonDocument.invalid(
        line(offset)
            + ": not valid JSON; look for a missing quote, comma or bracket, or for a comment");
  }

  /** Returns the offset behind an escape; throws where it is none. */
  private int afterEscape(int backslash) throws InvalidSpec {
    int i = backslash + 1;
    if (i < end && chars[i] != 'u') {
      if (JsonEscape.isShort(chars[i])) {
        return i + 1;
      }
      throw broken(i);
    }
    int behind = backslash + JsonEscape.HEX_CHARS;
    for (i++; i < behind && i < end; i++) {
      if (JsonEscape.hex(chars[i]) < 0) {
        throw broken(i);
      }
    }
    if (i < behind) {
      throw endsEarly();
    }
    return behind;
  }

  /** Returns the offset behind at least one digit; throws where there is none. */
  private int afterDigits(int from) throws InvalidSpec {
    int i = from;
    while (i < end && isDigit(chars[i])) {
      i++;
    }
    if (i > from) {
      return i;
    }
    throw i < end ? broken(i) : endsEarly();
  }

  private boolean isWord(int start, String word) {
    int length = word.length();
    if (position - start != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (chars[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A number ends where a value may end, so that {@code 01} is not 0 and then 1. */
  private static boolean endsNumber(char c) {
    return c <= ' ' || c == ',' || c == ']' || c == '}';
  }
}
