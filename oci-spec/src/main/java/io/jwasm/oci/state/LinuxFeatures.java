package io.jwasm.oci.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.oci.json.JsonWriter;
import java.io.IOException;
import java.util.List;

/**
 * What this runtime recognizes in {@code linux}. A null component is not written, which readers
 * take for "unknown".
 *
 * @param namespaces types of namespace
 * @param capabilities names of capabilities
 * @param cgroup cgroup managers
 * @param seccomp system call filters
 * @param apparmor whether AppArmor profiles are set
 * @param selinux whether SELinux labels are set
 * @param intelRdt whether Intel RDT is set
 * @param idmapMounts whether id-mapped mounts are made, {@code mountExtensions.idmap} in JSON
 * @param netDevices whether network devices are moved
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/features-linux.md">features-linux.md</a>
 */
public record LinuxFeatures(
    List<String> namespaces,
    List<String> capabilities,
    CgroupFeatures cgroup,
    SeccompFeatures seccomp,
    Boolean apparmor,
    Boolean selinux,
    Boolean intelRdt,
    Boolean idmapMounts,
    Boolean netDevices) {

  /** Makes the lists unmodifiable. */
  public LinuxFeatures {
    namespaces = List.copyOf(namespaces);
    capabilities = List.copyOf(capabilities);
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    JsonWriter.strings(json, "namespaces", namespaces);
    JsonWriter.strings(json, "capabilities", capabilities);
    if (cgroup != null) {
      json.writeFieldName("cgroup");
      cgroup.write(json);
    }
    if (seccomp != null) {
      json.writeFieldName("seccomp");
      seccomp.write(json);
    }
    enabled(json, "apparmor", apparmor);
    enabled(json, "selinux", selinux);
    enabled(json, "intelRdt", intelRdt);
    if (idmapMounts != null) {
      json.writeObjectFieldStart("mountExtensions");
      enabled(json, "idmap", idmapMounts);
      json.writeEndObject();
    }
    enabled(json, "netDevices", netDevices);
    json.writeEndObject();
  }

  private static void enabled(JsonGenerator json, String name, Boolean value) throws IOException {
    if (value == null) {
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeBooleanField("enabled", value);
    json.writeEndObject();
  }
}
