package io.jwasm.oci.spec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.oci.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/**
 * The config.json that {@code spec} writes for people to start from: that of {@code runc spec}, but
 * for a WebAssembly program, without a terminal, and with one capability instead of three.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runc/blob/v1.3.0/libcontainer/specconv/example.go">runc's</a>
 */
public final class DefaultSpec {
  private static final List<String> MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/sys/firmware",
          "/proc/scsi");

  private static final List<String> READONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private DefaultSpec() {}

  /** Returns config.json, in UTF-8, of a container that root runs. */
  public static byte[] rootful() {
    return JsonWriter.document(DefaultSpec::writeRootful);
  }

  private static void writeRootful(JsonGenerator json) throws IOException {
    writeHead(json);
    json.writeArrayFieldStart("mounts");
    writeMounts(
        json, List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
    mount(json, "/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro"));
    json.writeEndArray();
    json.writeObjectFieldStart("linux");
    writeDenyDevices(json);
    namespaces(json, List.of("pid", "network", "ipc", "uts", "mount"));
    writeTail(json);
  }

  /**
   * Returns config.json, in UTF-8, of a container that a user without privileges runs: in a user
   * namespace whose root is that user, in the network of the host, and without cgroup limits.
   *
   * @param hostUid the user's id, 0 to 2^32 - 1
   * @param hostGid the user's group id, 0 to 2^32 - 1
   */
  public static byte[] rootless(long hostUid, long hostGid) {
    return JsonWriter.document(json -> writeRootless(json, hostUid, hostGid));
  }

  private static void writeRootless(JsonGenerator json, long hostUid, long hostGid)
      throws IOException {
    writeHead(json);
    json.writeArrayFieldStart("mounts");
    writeMounts(json, List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
    mount(json, "/sys", "none", "/sys", List.of("rbind", "nosuid", "noexec", "nodev", "ro"));
    json.writeEndArray();
    json.writeObjectFieldStart("linux");
    mapping(json, "uidMappings", hostUid);
    mapping(json, "gidMappings", hostGid);
    namespaces(json, List.of("pid", "ipc", "uts", "mount", "user"));
    writeTail(json);
  }

  private static void writeHead(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("ociVersion", Spec.VERSION);
    json.writeObjectFieldStart("process");
    json.writeBooleanField("terminal", false);
    json.writeObjectFieldStart("user");
    json.writeNumberField("uid", 0);
    json.writeNumberField("gid", 0);
    json.writeEndObject();
    JsonWriter.strings(json, "args", List.of("/hello.wasm"));
    JsonWriter.strings(
        json, "env", List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    json.writeStringField("cwd", "/");
    json.writeObjectFieldStart("capabilities");
    List<String> capabilities = List.of(Capability.NET_BIND_SERVICE.specName());
    JsonWriter.strings(json, "bounding", capabilities);
    JsonWriter.strings(json, "effective", capabilities);
    JsonWriter.strings(json, "permitted", capabilities);
    json.writeEndObject();
    json.writeArrayFieldStart("rlimits");
    json.writeStartObject();
    json.writeStringField("type", RlimitType.NOFILE.specName());
    json.writeNumberField("hard", 1024);
    json.writeNumberField("soft", 1024);
    json.writeEndObject();
    json.writeEndArray();
    json.writeBooleanField("noNewPrivileges", true);
    json.writeEndObject();
    json.writeObjectFieldStart("root");
    json.writeStringField("path", "rootfs");
    json.writeBooleanField("readonly", true);
    json.writeEndObject();
    json.writeStringField("hostname", "jwasm");
  }

  private static void writeMounts(JsonGenerator json, List<String> terminalOptions)
      throws IOException {
    mount(json, "/proc", "proc", "proc", List.of());
    mount(
        json,
        "/dev",
        "tmpfs",
        "tmpfs",
        List.of("nosuid", "strictatime", "mode=755", "size=65536k"));
    mount(json, "/dev/pts", "devpts", "devpts", terminalOptions);
    mount(
        json,
        "/dev/shm",
        "tmpfs",
        "shm",
        List.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
    mount(json, "/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));
  }

  private static void mount(
      JsonGenerator json, String destination, String type, String source, List<String> options)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("destination", destination);
    json.writeStringField("type", type);
    json.writeStringField("source", source);
    JsonWriter.strings(json, "options", options);
    json.writeEndObject();
  }

  private static void writeDenyDevices(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("resources");
    json.writeArrayFieldStart("devices");
    json.writeStartObject();
    json.writeBooleanField("allow", false);
    json.writeStringField("access", "rwm");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void mapping(JsonGenerator json, String name, long hostId) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeStartObject();
    json.writeNumberField("containerID", 0);
    json.writeNumberField("hostID", hostId);
    json.writeNumberField("size", 1);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void namespaces(JsonGenerator json, List<String> types) throws IOException {
    json.writeArrayFieldStart("namespaces");
    for (String type : types) {
      json.writeStartObject();
      json.writeStringField("type", type);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeTail(JsonGenerator json) throws IOException {
    JsonWriter.strings(json, "maskedPaths", MASKED_PATHS);
    JsonWriter.strings(json, "readonlyPaths", READONLY_PATHS);
    json.writeEndObject();
    json.writeEndObject();
  }
}
