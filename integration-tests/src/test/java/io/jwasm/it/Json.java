package io.jwasm.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON trees: what the runtime prints, and the config.json it reads. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * The one JSON value in the text; the test fails with the text when there is none, or more than
   * one.
   */
  static JsonNode parse(String text) {
    try {
      JsonNode value = MAPPER.readTree(text);
      if (value == null || value.isMissingNode()) {
        throw new AssertionError("no JSON but: " + text);
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** One JSON value per line. */
  static List<JsonNode> parseLines(String text) {
    return text.lines().filter(line -> !line.isBlank()).map(Json::parse).toList();
  }

  /** The text of a tree with escapes for all that is not ASCII, halves of surrogate pairs too. */
  static String ascii(JsonNode tree) {
    try {
      return MAPPER
          .writerWithDefaultPrettyPrinter()
          .with(JsonWriteFeature.ESCAPE_NON_ASCII)
          .writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** A JSON object, for changing. */
  static ObjectNode object(String text) {
    return (ObjectNode) parse(text);
  }

  /** A JSON array of texts. */
  static ArrayNode array(String... texts) {
    ArrayNode array = MAPPER.createArrayNode();
    for (String text : texts) {
      array.add(text);
    }
    return array;
  }

  /** The texts of an array. */
  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
