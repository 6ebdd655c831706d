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
 * A JSON document under construction, indented for people by two spaces. What is absent or empty is
 * left out, as the runtime-spec's own Go types do.
 */
public final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();

  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

  /** Starts an empty document. */
  public JsonWriter() {}

  /** Returns what writes the document; to be closed before {@link #bytes}. */
  public JsonGenerator generator() throws IOException {
    JsonGenerator json = FACTORY.createGenerator(bytes);
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    json.setPrettyPrinter(
        new DefaultPrettyPrinter(SEPARATORS)
            .withObjectIndenter(indenter)
            .withArrayIndenter(indenter));
    return json;
  }

  /** Returns the document in UTF-8, with a line break at the end. */
  public byte[] bytes() {
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

  /** Returns what to throw when writing to memory failed, which is a bug. */
  public static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException("writing JSON to memory failed", e);
  }
}
