package io.jwasm.oci.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.oci.json.JsonWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code features} answers: what this runtime recognizes, whatever the host supports. An empty
 * list or map is not written, which readers take for "unknown".
 *
 * @param ociVersionMin oldest version of the runtime-spec that is accepted
 * @param ociVersionMax newest version of the runtime-spec that is known whole
 * @param hooks the hooks that are run, such as {@code "createRuntime"}
 * @param mountOptions the mount options that are understood, those of single file systems apart
 * @param linux what is particular to Linux; null when nothing is said
 * @param annotations free key-value pairs, such as the version of the runtime
 * @param potentiallyUnsafeConfigAnnotations annotations of config.json that change what the runtime
 *     does; one that ends in a dot stands for all it begins
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/features.md">features.md</a>
 */
public record Features(
    String ociVersionMin,
    String ociVersionMax,
    List<String> hooks,
    List<String> mountOptions,
    LinuxFeatures linux,
    Map<String, String> annotations,
    List<String> potentiallyUnsafeConfigAnnotations) {

  /** Makes the lists and the map unmodifiable. */
  public Features {
    hooks = List.copyOf(hooks);
    mountOptions = List.copyOf(mountOptions);
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    potentiallyUnsafeConfigAnnotations = List.copyOf(potentiallyUnsafeConfigAnnotations);
  }

  /** Returns the features as JSON in UTF-8, with a line break at the end. */
  public byte[] toJson() {
    return JsonWriter.document(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("ociVersionMin", ociVersionMin);
    json.writeStringField("ociVersionMax", ociVersionMax);
    JsonWriter.strings(json, "hooks", hooks);
    JsonWriter.strings(json, "mountOptions", mountOptions);
    if (linux != null) {
      json.writeFieldName("linux");
      linux.write(json);
    }
    JsonWriter.strings(json, "annotations", annotations);
    JsonWriter.strings(
        json, "potentiallyUnsafeConfigAnnotations", potentiallyUnsafeConfigAnnotations);
    json.writeEndObject();
  }
}
