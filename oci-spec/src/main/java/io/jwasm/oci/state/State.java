package io.jwasm.oci.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.oci.json.JsonWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code state} answers and hooks get on standard input.
 *
 * @param ociVersion version of the runtime-spec this complies with
 * @param id the container's id
 * @param status where in its life it is
 * @param pid process id on the host; 0 when there is none, and written all the same, as runc does
 * @param bundle absolute path of the bundle
 * @param annotations the annotations of config.json, in their order
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/runtime.md#state">state</a>
 */
public record State(
    String ociVersion,
    String id,
    Status status,
    int pid,
    String bundle,
    Map<String, String> annotations) {

  /** Makes the map unmodifiable. */
  public State {
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** Returns the state as JSON in UTF-8, with a line break at the end. */
  public byte[] toJson() {
    return JsonWriter.document(this::write);
  }

  /** Writes the state as one JSON object, for callers that write several. */
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("ociVersion", ociVersion);
    json.writeStringField("id", id);
    json.writeStringField("status", status.specName());
    json.writeNumberField("pid", pid);
    json.writeStringField("bundle", bundle);
    JsonWriter.strings(json, "annotations", annotations);
    json.writeEndObject();
  }
}
