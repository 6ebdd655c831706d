package io.jwasm.testsuite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON text as maps, lists, texts, longs, booleans and null, both ways. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The object that is the whole text. */
  static Map<?, ?> object(String text) throws TestsuiteException {
    Json json = new Json(text);
    Object value = json.value();
    json.blanks();
    if (json.at < text.length() || !(value instanceof Map<?, ?> map)) {
      throw json.wrong("one object");
    }
    return map;
  }

  /** The text of a value. */
  static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> quoted(entry.getKey().toString()) + ":" + of(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  private Object value() throws TestsuiteException {
    blanks();
    return switch (peek()) {
      case '{' -> map();
      case '[' -> list();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> map() throws TestsuiteException {
    Map<String, Object> map = new LinkedHashMap<>();
    take('{');
    while (!isEnd('}', map.isEmpty())) {
      blanks();
      String key = string();
      blanks();
      take(':');
      map.put(key, value());
    }
    return map;
  }

  private List<Object> list() throws TestsuiteException {
    List<Object> list = new ArrayList<>();
    take('[');
    while (!isEnd(']', list.isEmpty())) {
      list.add(value());
    }
    return list;
  }

  /** Takes the end, or else what stands before the next element. */
  private boolean isEnd(char end, boolean first) throws TestsuiteException {
    blanks();
    if (peek() == end) {
      at++;
      return true;
    }
    if (!first) {
      take(',');
    }
    return false;
  }

  private String string() throws TestsuiteException {
    StringBuilder string = new StringBuilder();
    take('"');
    while (peek() != '"') {
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() throws TestsuiteException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() throws TestsuiteException {
    try {
      char c = (char) Integer.parseInt(text, at, at + 4, 16);
      at += 4;
      return c;
    } catch (RuntimeException _) {
      throw wrong("four digits");
    }
  }

  private Object word(String word, Object value) throws TestsuiteException {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private Long number() throws TestsuiteException {
    int from = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(from, at));
    } catch (NumberFormatException _) {
      throw wrong("a value");
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void take(char expected) throws TestsuiteException {
    if (peek() != expected) {
      throw wrong("'" + expected + "'");
    }
    at++;
  }

  private char peek() throws TestsuiteException {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private TestsuiteException wrong(String expected) {
    return new TestsuiteException("not JSON: expected " + expected + " at offset " + at);
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
