package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A config.json that runs {@code /main.wasm}, written property by property; the records of oci-spec
 * are to replace it.
 */
final class StarterSpec implements DefaultSpec {
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final List<String> namespaces;
  private final int hostUid;
  private final int hostGid;

  private StarterSpec(List<String> namespaces, int hostUid, int hostGid) {
    this.namespaces = namespaces;
    this.hostUid = hostUid;
    this.hostGid = hostGid;
  }

  /** For a caller that may make namespaces. */
  static DefaultSpec privileged() {
    return new StarterSpec(List.of("pid", "network", "ipc", "uts", "mount"), 0, 0);
  }

  /**
   * For any user: in a user namespace whose root is {@code uid} and {@code gid} of the host, in the
   * host's network.
   */
  static DefaultSpec rootless(int uid, int gid) {
    return new StarterSpec(List.of("pid", "ipc", "uts", "mount", "user"), uid, gid);
  }

  @Override
  public void write(OutputStream out) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("ociVersion", Release.OCI_VERSION);
      writeProcess(json);
      json.writeObjectFieldStart("root");
      json.writeStringField("path", "rootfs");
      json.writeBooleanField("readonly", true);
      json.writeEndObject();
      json.writeStringField("hostname", "jwasm");
      writeMounts(json);
      writeLinux(json);
      json.writeEndObject();
    }
    out.write("\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void writeProcess(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("process");
    json.writeBooleanField("terminal", false);
    json.writeObjectFieldStart("user");
    json.writeNumberField("uid", 0);
    json.writeNumberField("gid", 0);
    json.writeEndObject();
    writeStrings(json, "args", List.of("/main.wasm"));
    writeStrings(json, "env", List.of(PATH));
    json.writeStringField("cwd", "/");
    json.writeBooleanField("noNewPrivileges", true);
    json.writeEndObject();
  }

  private static void writeMounts(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("mounts");
    writeMount(json, "/proc", "proc");
    writeMount(json, "/dev", "tmpfs");
    writeMount(json, "/tmp", "tmpfs");
    json.writeEndArray();
  }

  private static void writeMount(JsonGenerator json, String destination, String type)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("destination", destination);
    json.writeStringField("type", type);
    json.writeStringField("source", type);
    json.writeEndObject();
  }

  private void writeLinux(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("linux");
    if (namespaces.contains("user")) {
      writeMapping(json, "uidMappings", hostUid);
      writeMapping(json, "gidMappings", hostGid);
    }
    json.writeArrayFieldStart("namespaces");
    for (String namespace : namespaces) {
      json.writeStartObject();
      json.writeStringField("type", namespace);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeMapping(JsonGenerator json, String name, int hostId) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeStartObject();
    json.writeNumberField("containerID", 0);
    json.writeNumberField("hostID", Integer.toUnsignedLong(hostId));
    json.writeNumberField("size", 1);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void writeStrings(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
