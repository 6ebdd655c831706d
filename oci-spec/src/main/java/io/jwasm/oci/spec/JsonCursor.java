package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads values of known types from a document, front to back, and notes those that are not of the
 * type. Every method that reads a value starts on its first token and ends on its last, also when
 * the value is wrong, so that reading goes on behind it.
 *
 * <p>JSON null reads as absent, as every runtime written in Go has it, but not as an element of an
 * array or a value of a map.
 *
 * <p>Every method throws {@code InvalidSpec} where the document is not JSON, which ends the reading
 * and drops what was noted.
 */
final class JsonCursor {
  private final JsonTokens tokens;
  private final List<Violation> violations = new ArrayList<>();

  /** Starts on the first token of a document. */
  JsonCursor(byte[] document) throws InvalidSpec {
    tokens = JsonTokens.of(document);
    if (tokens.next() == null) {
      throw JsonDocument.invalid("the document is empty; write a JSON object");
    }
  }

  /** Ends the reading: nothing may follow the value. Throws what was noted, if anything was. */
  void finish() throws InvalidSpec {
    if (tokens.next() != null) {
      throw JsonDocument.invalid(
          tokens.line() + ": something follows the end of the document; remove it");
    }
    if (!violations.isEmpty()) {
      throw new InvalidSpec(violations);
    }
  }

  /** Notes something wrong with the current value. */
  void violation(String message) throws InvalidSpec {
    note(tokens.path(), message);
  }

  /** Notes that the object just read lacks a property, unless its value was noted to be wrong. */
  void missing(String property, String meaning) throws InvalidSpec {
    String path = JsonPath.property(tokens.path(), property);
    for (int i = violations.size() - 1; i >= 0; i--) {
      if (violations.get(i).path().equals(path)) {
        return;
      }
    }
    note(path, "is missing; add " + meaning);
  }

  /** Enters an object. Returns false when there is none, and then the value has been passed. */
  boolean enterObject() throws InvalidSpec {
    return enter(JsonToken.START_OBJECT, "an object");
  }

  /** Returns the next property's name, standing on its value; null at the object's end. */
  String nextProperty() throws InvalidSpec {
    if (tokens.next() == JsonToken.END_OBJECT) {
      return null;
    }
    String name = tokens.name();
    tokens.next();
    return name;
  }

  /** Enters an array. Returns false when there is none, and then the value has been passed. */
  boolean enterArray() throws InvalidSpec {
    return enter(JsonToken.START_ARRAY, "an array");
  }

  /** Goes to the next element. Returns false at the array's end. */
  boolean nextElement() throws InvalidSpec {
    if (tokens.next() == JsonToken.END_ARRAY) {
      return false;
    }
    if (tokens.index() < SpecReader.MAX_ELEMENTS) {
      return true;
    }
    violation("is one element too many; keep at most " + SpecReader.MAX_ELEMENTS);
    do {
      skip();
    } while (tokens.next() != JsonToken.END_ARRAY);
    return false;
  }

  /** Passes the current value. */
  void skip() throws InvalidSpec {
    tokens.skip();
  }

  /** Notes a key of a map that no other string could be either. */
  void checkKey(String key) throws InvalidSpec {
    checked(key);
  }

  /** Returns a string; null when absent, wrong or empty. */
  String string() throws InvalidSpec {
    if (isNull()) {
      return null;
    }
    String text = text();
    return text == null || text.isEmpty() ? null : text;
  }

  /** Returns an array of strings, empty strings included. */
  List<String> strings() throws InvalidSpec {
    List<String> strings = new ArrayList<>();
    if (!enterArray()) {
      return strings;
    }
    while (nextElement()) {
      String text = text();
      if (text != null) {
        strings.add(text);
      }
    }
    return strings;
  }

  /** Returns an object whose values are strings. */
  Map<String, String> stringMap() throws InvalidSpec {
    Map<String, String> map = new LinkedHashMap<>();
    if (!enterObject()) {
      return map;
    }
    for (String name = nextProperty(); name != null; name = nextProperty()) {
      checkKey(name);
      String text = text();
      if (text != null) {
        map.put(name, text);
      }
    }
    return map;
  }

  /** Returns a boolean; null when absent or wrong. */
  Boolean bool() throws InvalidSpec {
    JsonToken token = tokens.current();
    if (token == JsonToken.TRUE || token == JsonToken.FALSE) {
      return token == JsonToken.TRUE;
    }
    if (!isNull()) {
      wrong("true or false");
    }
    return null;
  }

  /** Returns whether a boolean is true; false when absent or wrong. */
  boolean isTrue() throws InvalidSpec {
    Boolean value = bool();
    return value != null && value;
  }

  /** Returns a whole number within bounds; null when absent or wrong. */
  Long integer(long min, long max) throws InvalidSpec {
    if (isNull()) {
      return null;
    }
    String digits = digits();
    if (digits != null) {
      try {
        long value = Long.parseLong(digits);
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Outside 64 bits, so outside any bounds.
      }
    }
    wrong("a whole number from " + min + " to " + max);
    return null;
  }

  /** Returns a whole number within bounds of 32 bits; null when absent or wrong. */
  Integer int32(int min, int max) throws InvalidSpec {
    Long value = integer(min, max);
    return value == null ? null : value.intValue();
  }

  /** Returns any 64-bit number; null when absent or wrong. */
  Long int64() throws InvalidSpec {
    return integer(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Returns an unsigned 32-bit number; null when absent or wrong. */
  Long uint32() throws InvalidSpec {
    return integer(0, 0xffff_ffffL);
  }

  /** Returns the bits of an unsigned 64-bit number; null when absent or wrong. */
  Long uint64() throws InvalidSpec {
    if (isNull()) {
      return null;
    }
    String digits = digits();
    if (digits != null && digits.charAt(0) != '-') {
      try {
        return Long.parseUnsignedLong(digits);
      } catch (NumberFormatException e) {
        // Outside 64 bits.
      }
    }
    wrong("a whole number from 0 to 18446744073709551615");
    return null;
  }

  /** Returns the enum constant a string names; null when absent, wrong or empty. */
  <E extends SpecValue> E oneOf(E[] values) throws InvalidSpec {
    String text = string();
    if (text == null) {
      return null;
    }
    StringBuilder names = new StringBuilder(80);
    for (E value : values) {
      if (value.specName().equals(text)) {
        return value;
      }
      names.append(names.isEmpty() ? "" : ", ").append(value.specName());
    }
    violation("unknown value " + Quote.of(text) + "; use one of " + names);
    return null;
  }

  /** Returns the enum constants an array of strings names. */
  <E extends SpecValue> List<E> listOf(E[] values) throws InvalidSpec {
    List<E> list = new ArrayList<>();
    if (!enterArray()) {
      return list;
    }
    while (nextElement()) {
      E value = oneOf(values);
      if (value != null) {
        list.add(value);
      } else if (tokens.isEmpty()) {
        violation("names nothing; remove it");
      }
    }
    return list;
  }

  private boolean enter(JsonToken start, String expected) throws InvalidSpec {
    if (tokens.current() == start) {
      return true;
    }
    if (!isNull() || !tokens.isProperty()) {
      wrong(expected);
    }
    return false;
  }

  private String text() throws InvalidSpec {
    if (tokens.current() != JsonToken.STRING) {
      wrong("a string");
      return null;
    }
    int length = tokens.textLength();
    if (length > SpecReader.MAX_STRING_CHARS) {
      violation("has " + length + " characters; keep at most " + SpecReader.MAX_STRING_CHARS);
      return null;
    }
    return checked(tokens.text());
  }

  /** Notes what a C string or UTF-8 cannot hold. */
  private String checked(String text) throws InvalidSpec {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == 0) {
        violation("has a NUL at character " + i + "; remove it");
        return null;
      }
      if (!Character.isSurrogate(c)) {
        i++;
      } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        i += 2;
      } else {
        violation("has half a surrogate pair at character " + i + "; write both \\u escapes");
        return null;
      }
    }
    return text;
  }

  /** Returns a number's digits when it is whole and might fit 64 bits, otherwise null. */
  private String digits() {
    if (tokens.current() != JsonToken.INTEGER) {
      return null;
    }
    return tokens.textLength() > 20 ? null : tokens.text();
  }

  private void wrong(String expected) throws InvalidSpec {
    violation("found " + tokens.found() + "; write " + expected);
    skip();
  }

  private boolean isNull() {
    return tokens.current() == JsonToken.NULL;
  }

  private void note(String path, String message) throws InvalidSpec {
    violations.add(new Violation(path, message));
    if (violations.size() == SpecReader.MAX_VIOLATIONS) {
      throw new InvalidSpec(violations);
    }
  }
}
