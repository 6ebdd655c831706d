package io.jwasm.oci.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * What a parser makes of a document.
 *
 * @param tokens every token with its text; null when the document was refused
 * @param refusal what was said on refusal, the line first unless it is not UTF-8; null when it was
 *     accepted
 */
record Reading(List<String> tokens, String refusal) {

  /** Reads with the parser of this package. */
  static Reading of(byte[] document) {
    List<String> tokens = new ArrayList<>();
    try {
      JsonTokens json = JsonTokens.of(document);
      while (json.next() != null) {
        tokens.add(token(json));
      }
      return new Reading(tokens, null);
    } catch (InvalidSpec e) {
      return new Reading(null, e.violations().getFirst().message());
    }
  }

  /** Returns where each value starts, as line and column. */
  static List<String> places(byte[] document) throws InvalidSpec {
    List<String> places = new ArrayList<>();
    JsonTokens json = JsonTokens.of(document);
    for (JsonToken token = json.next(); token != null; token = json.next()) {
      switch (token) {
        case NAME, END_OBJECT, END_ARRAY -> {}
        case START_OBJECT, START_ARRAY, STRING, INTEGER, DECIMAL, TRUE, FALSE, NULL ->
            places.add(json.line());
      }
    }
    return places;
  }

  private static String token(JsonTokens json) {
    JsonToken token = json.current();
    return switch (token) {
      case START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, TRUE, FALSE, NULL -> token.name();
      case NAME -> token + " " + json.name();
      case STRING, INTEGER, DECIMAL -> {
        assertThat(json.textLength()).isEqualTo(json.text().length());
        yield token + " " + json.text();
      }
    };
  }
}
