package io.jwasm.oci.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What Jackson makes of a document when nothing beyond RFC 8259 is allowed. */
final class JacksonReading {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SpecReader.MAX_DEPTH)
                  .maxStringLength(SpecReader.MAX_DOCUMENT_BYTES)
                  .maxNameLength(SpecReader.MAX_DOCUMENT_BYTES)
                  .maxNumberLength(SpecReader.MAX_DOCUMENT_BYTES)
                  .build())
          .build();

  private JacksonReading() {}

  /** Reads; of a refusal it has the line alone. */
  static Reading of(byte[] document) {
    List<String> tokens = new ArrayList<>();
    try (JsonParser parser = open(document)) {
      try {
        while (parser.nextToken() != null) {
          tokens.add(token(parser));
        }
        return new Reading(tokens, null);
      } catch (JsonProcessingException e) {
        JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        return new Reading(null, "line " + at.getLineNr() + ", ");
      }
    } catch (CharacterCodingException e) {
      return new Reading(null, "byte ");
    } catch (IOException e) {
      throw new IllegalStateException("a parser over memory does no I/O", e);
    }
  }

  /** Returns where each value starts, as line and column. */
  static List<String> places(byte[] document) throws IOException {
    List<String> places = new ArrayList<>();
    try (JsonParser parser = open(document)) {
      for (com.fasterxml.jackson.core.JsonToken token = parser.nextToken();
          token != null;
          token = parser.nextToken()) {
        if (token.isScalarValue() || token.isStructStart()) {
          places.add(place(parser.currentTokenLocation()));
        }
      }
    }
    return places;
  }

  private static JsonParser open(byte[] document) throws IOException {
    CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
    return FACTORY.createParser(chars.array(), 0, chars.limit());
  }

  private static String token(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY -> parser.currentToken().name();
      case FIELD_NAME -> "NAME " + parser.currentName();
      case VALUE_STRING -> "STRING " + parser.getText();
      case VALUE_NUMBER_INT -> "INTEGER " + parser.getText();
      case VALUE_NUMBER_FLOAT -> "DECIMAL " + parser.getText();
      case VALUE_TRUE -> "TRUE";
      case VALUE_FALSE -> "FALSE";
      case VALUE_NULL -> "NULL";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new AssertionError(parser.currentToken());
    };
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
