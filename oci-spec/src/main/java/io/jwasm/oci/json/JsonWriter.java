package io.jwasm.oci.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * JSON documents, indented for people by two spaces. What is absent or empty is left out, as the
 * runtime-spec's own Go types do.
 */
public final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");

  private JsonWriter() {}

  /** What a document consists of. */
  @FunctionalInterface
  public interface Content {
    /** Writes it as one JSON value. */
    void write(JsonGenerator json) throws IOException;
  }

  /** Returns a document in UTF-8, with a line break at the end. */
  public static byte[] document(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(SEPARATORS)
              .withObjectIndenter(indenter)
              .withArrayIndenter(indenter));
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing JSON to memory failed", e);
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /** Writes a property that is an array of strings, unless it is empty. */
  public static void strings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** Writes a property that is an object of strings, unless it is empty. */
  public static void strings(JsonGenerator json, String name, Map<String, String> values)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> value : values.entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }

  /** Writes a property that is a boolean, unless it is null. */
  public static void flag(JsonGenerator json, String name, Boolean value) throws IOException {
    if (value != null) {
      json.writeBooleanField(name, value);
    }
  }
}
