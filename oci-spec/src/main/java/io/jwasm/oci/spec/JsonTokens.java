package io.jwasm.oci.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.List;

/** The tokens of a document. What Jackson throws becomes {@link InvalidSpec} here, in our words. */
final class JsonTokens {
  private final JsonParser parser;

  private JsonTokens(JsonParser parser) {
    this.parser = parser;
  }

  /** Returns the tokens of a document, standing before the first. */
  static JsonTokens of(byte[] document) throws InvalidSpec {
    return new JsonTokens(JsonDocument.open(document));
  }

  /** Goes to the next token and returns it; null at the end. */
  JsonToken next() throws InvalidSpec {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Goes to the end of the object or array that starts here, if one does. */
  void skip() throws InvalidSpec {
    try {
      parser.skipChildren();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  JsonToken current() {
    return parser.currentToken();
  }

  /** Returns the characters of a string or number. */
  String text() throws InvalidSpec {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Returns how many characters a string or number has, without making a string of them. */
  int textLength() throws InvalidSpec {
    try {
      return parser.getTextLength();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Returns the name of the property this token is or belongs to. */
  String name() throws InvalidSpec {
    try {
      return parser.currentName();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Returns the index of the array element that starts here. */
  int index() {
    return holder().getCurrentIndex();
  }

  /** Returns whether the value that starts here is that of a property. */
  boolean isProperty() {
    return holder().inObject();
  }

  /** Returns whether here is null or a string without characters. */
  boolean isEmpty() throws InvalidSpec {
    return current() == JsonToken.VALUE_NULL
        || (current() == JsonToken.VALUE_STRING && textLength() == 0);
  }

  /** Returns where this is, such as {@code process.args[0]}. */
  String path() {
    return JsonPath.of(parser.getParsingContext());
  }

  /** Returns where this token starts, as line and column from 1. */
  String line() {
    return line(parser.currentTokenLocation());
  }

  /** Returns in words what value starts here. */
  String found() throws InvalidSpec {
    return switch (current()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> textLength() > 24 ? "a long number" : text();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value starts here");
    };
  }

  private JsonStreamContext holder() {
    JsonStreamContext context = parser.getParsingContext();
    return current().isStructStart() ? context.getParent() : context;
  }

  private InvalidSpec broken(IOException e) {
    String line = line(location(e));
    if (e instanceof StreamConstraintsException) {
      return JsonDocument.invalid(
          line + ": nested too deeply; keep to " + SpecReader.MAX_DEPTH + " levels");
    }
    if (e instanceof JsonEOFException) {
      return JsonDocument.invalid(line + ": the document ends too early; complete it");
    }
    // Jackson has no type of its own for this; a test holds the words.
    if (e.getMessage().startsWith("Duplicate ")) {
      String message = line + ": the property is there twice; remove one";
      return new InvalidSpec(List.of(new Violation(path(), message)));
    }
    return JsonDocument.invalid(
        line + ": not valid JSON; look for a missing quote, comma or bracket, or for a comment");
  }

  /** Returns what Jackson points at; where it has read to is mostly one character on. */
  private JsonLocation location(IOException e) {
    return e instanceof JsonProcessingException at && at.getLocation() != null
        ? at.getLocation()
        : parser.currentLocation();
  }

  private static String line(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
