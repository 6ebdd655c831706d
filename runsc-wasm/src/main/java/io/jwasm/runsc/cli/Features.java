package io.jwasm.runsc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.runsc.container.Failure;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * {@code jwasm features}: what of config.json has an effect, for callers that ask before they write
 * one.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/features.md">OCI features
 *     structure</a>
 */
final class Features implements Verb {
  private static final List<String> HOOKS =
      List.of(
          "prestart",
          "createRuntime",
          "createContainer",
          "startContainer",
          "poststart",
          "poststop");
  private static final List<String> MOUNT_OPTIONS =
      List.of("bind", "rbind", "ro", "rw", "noexec", "nosuid", "nodev", "noatime");
  private static final List<String> NAMESPACES =
      List.of("cgroup", "ipc", "mount", "network", "pid", "user", "uts");

  @Override
  public String name() {
    return "features";
  }

  @Override
  public String summary() {
    return "show the enabled features";
  }

  @Override
  public Arguments arguments() {
    return Arguments.NONE;
  }

  @Override
  public String description() {
    return """
    Show the enabled features, as JSON.
    See the features structure of the OCI runtime-spec for its meaning.
    """;
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    JsonOutput.print(session.out(), Features::write);
  }

  private static void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("ociVersionMin", "1.0.0");
    json.writeStringField("ociVersionMax", Release.OCI_VERSION);
    writeStrings(json, "hooks", HOOKS);
    writeStrings(json, "mountOptions", MOUNT_OPTIONS);
    writeLinux(json);
    json.writeObjectFieldStart("annotations");
    json.writeStringField("io.jwasm.version", Release.VERSION);
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeLinux(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("linux");
    writeStrings(json, "namespaces", NAMESPACES);
    writeStrings(json, "capabilities", List.of());
    json.writeObjectFieldStart("cgroup");
    json.writeBooleanField("v1", true);
    json.writeBooleanField("v2", true);
    json.writeBooleanField("systemd", true);
    json.writeBooleanField("systemdUser", false);
    json.writeBooleanField("rdma", false);
    json.writeEndObject();
    // The sandbox has a seccomp filter of its own; the one of config.json has no effect on wasm.
    writeDisabled(json, "seccomp");
    writeDisabled(json, "apparmor");
    writeDisabled(json, "selinux");
    writeDisabled(json, "intelRdt");
    json.writeEndObject();
  }

  private static void writeDisabled(JsonGenerator json, String name) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeBooleanField("enabled", false);
    json.writeEndObject();
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
