package io.jwasm.oci.spec;

import java.util.List;

/**
 * The tokens of a document, in which nesting, commas, colons and names are checked here. There may
 * be several values at the top; that there is one is for {@link JsonCursor} to check.
 *
 * <p>This and {@link JsonScanner} stand in for Jackson, whose parsers initialize {@code BigDecimal}
 * before the first character: 13 to 19 ms of CPU of a container's start of 45. The tests hold both
 * to the same tokens.
 */
final class JsonTokens {
  private final JsonScanner scanner;
  private final JsonNesting nesting = new JsonNesting();
  private JsonToken current;
  private int start;

  private JsonTokens(JsonScanner scanner) {
    this.scanner = scanner;
  }

  /** Returns the tokens of a document, standing before the first. */
  static JsonTokens of(byte[] document) throws InvalidSpec {
    return new JsonTokens(JsonDocument.open(document));
  }

  /** Goes to the next token and returns it; null at the end. */
  JsonToken next() throws InvalidSpec {
    current = current == JsonToken.NAME ? valueOfProperty() : entry();
    return current;
  }

  /** Goes to the end of the object or array that starts here, if one does. */
  void skip() throws InvalidSpec {
    if (!current.isStart()) {
      return;
    }
    int inside = nesting.depth();
    while (nesting.depth() >= inside) {
      next();
    }
  }

  JsonToken current() {
    return current;
  }

  /** Returns the characters of a string or number. */
  String text() {
    return scanner.text();
  }

  /** Returns how many characters a string or number has, without making a string of them. */
  int textLength() {
    return scanner.textLength();
  }

  /** Returns the name of the property that starts here. */
  String name() {
    return nesting.name();
  }

  /** Returns the index of the array element that starts here. */
  int index() {
    return nesting.index(holder());
  }

  /** Returns whether the value that starts here is that of a property. */
  boolean isProperty() {
    return nesting.isObject(holder());
  }

  /** Returns whether here is null or a string without characters. */
  boolean isEmpty() {
    return current == JsonToken.NULL || (current == JsonToken.STRING && textLength() == 0);
  }

  /** Returns where this is, such as {@code process.args[0]}. */
  String path() {
    return nesting.path();
  }

  /** Returns where the value that starts here does, as line and column from 1. */
  String line() {
    return scanner.line(start);
  }

  /** Returns in words what value starts here. */
  String found() {
    return switch (current) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case STRING -> "a string";
      case TRUE, FALSE -> "a boolean";
      case NULL -> "null";
      case INTEGER, DECIMAL -> textLength() > 24 ? "a long number" : text();
      case END_OBJECT, END_ARRAY, NAME -> throw new IllegalStateException("no value starts here");
    };
  }

  /** Returns the depth of the object or array that the value that starts here is in. */
  private int holder() {
    return current.isStart() ? nesting.depth() - 1 : nesting.depth();
  }

  private JsonToken valueOfProperty() throws InvalidSpec {
    if (scanner.peek() != ':') {
      throw scanner.unexpected();
    }
    scanner.pass();
    return value(scanner.peek());
  }

  /** An element, a property's name, the end of either's holder, or a value at the top. */
  private JsonToken entry() throws InvalidSpec {
    int c = scanner.peek();
    if (c == '}' && nesting.isObject(nesting.depth())) {
      return close(JsonToken.END_OBJECT);
    }
    if (c == ']' && nesting.isArray(nesting.depth())) {
      return close(JsonToken.END_ARRAY);
    }
    if (c == JsonScanner.END && nesting.depth() == 0) {
      return null;
    }
    if (nesting.nextEntry()) {
      if (c != ',') {
        throw scanner.unexpected();
      }
      scanner.pass();
      c = scanner.peek();
    }
    return nesting.isObject(nesting.depth()) ? name(c) : value(c);
  }

  private JsonToken name(int first) throws InvalidSpec {
    if (first != '"') {
      throw scanner.unexpected();
    }
    scanner.passString();
    if (!nesting.setName(scanner.text())) {
      String message = here() + ": the property is there twice; remove one";
      throw new InvalidSpec(List.of(new Violation(path(), message)));
    }
    return JsonToken.NAME;
  }

  private JsonToken value(int first) throws InvalidSpec {
    start = scanner.position();
    return switch (first) {
      case '{' -> open(JsonToken.START_OBJECT);
      case '[' -> open(JsonToken.START_ARRAY);
      case '"' -> {
        scanner.passString();
        yield JsonToken.STRING;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> scanner.passNumber();
      case JsonScanner.END -> throw scanner.unexpected();
      default -> scanner.passWord();
    };
  }

  private JsonToken open(JsonToken token) throws InvalidSpec {
    scanner.pass();
    if (!nesting.open(token)) {
      throw JsonDocument.invalid(
          here() + ": nested too deeply; keep to " + SpecReader.MAX_DEPTH + " levels");
    }
    return token;
  }

  private JsonToken close(JsonToken token) {
    scanner.pass();
    nesting.close();
    return token;
  }

  /** Returns where the next token may start. */
  private String here() {
    return scanner.line(scanner.position());
  }
}
