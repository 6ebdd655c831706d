package io.jwasm.oci.state;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jwasm.oci.json.JsonWriter;
import java.io.IOException;

/**
 * Which cgroup managers this runtime has. A null component is not written, which readers take for
 * "unknown".
 *
 * @param v1 cgroup v1
 * @param v2 cgroup v2
 * @param systemd the system's systemd
 * @param systemdUser the user's systemd
 * @param rdma limits on RDMA devices
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/features-linux.md#cgroup">cgroup</a>
 */
public record CgroupFeatures(
    Boolean v1, Boolean v2, Boolean systemd, Boolean systemdUser, Boolean rdma) {

  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    JsonWriter.flag(json, "v1", v1);
    JsonWriter.flag(json, "v2", v2);
    JsonWriter.flag(json, "systemd", systemd);
    JsonWriter.flag(json, "systemdUser", systemdUser);
    JsonWriter.flag(json, "rdma", rdma);
    json.writeEndObject();
  }
}
