package io.jwasm.oci.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.oci.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/**
 * What this runtime does with the caller's system call filter.
 *
 * @param enabled whether it is loaded; null is not written, which readers take for "unknown"
 * @param actions actions that are recognized
 * @param operators operators that are recognized
 * @param archs architectures that are recognized
 * @param knownFlags flags that are recognized
 * @param supportedFlags flags that can be set
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/features-linux.md#seccomp">seccomp</a>
 */
public record SeccompFeatures(
    Boolean enabled,
    List<String> actions,
    List<String> operators,
    List<String> archs,
    List<String> knownFlags,
    List<String> supportedFlags) {

  /** The caller's filter is read and not loaded: no call of the guest reaches the host. */
  public static final SeccompFeatures DISABLED =
      new SeccompFeatures(false, List.of(), List.of(), List.of(), List.of(), List.of());

  /** Makes the lists unmodifiable. */
  public SeccompFeatures {
    actions = List.copyOf(actions);
    operators = List.copyOf(operators);
    archs = List.copyOf(archs);
    knownFlags = List.copyOf(knownFlags);
    supportedFlags = List.copyOf(supportedFlags);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    JsonWriter.flag(json, "enabled", enabled);
    JsonWriter.strings(json, "actions", actions);
    JsonWriter.strings(json, "operators", operators);
    JsonWriter.strings(json, "archs", archs);
    JsonWriter.strings(json, "knownFlags", knownFlags);
    JsonWriter.strings(json, "supportedFlags", supportedFlags);
    json.writeEndObject();
  }
}
