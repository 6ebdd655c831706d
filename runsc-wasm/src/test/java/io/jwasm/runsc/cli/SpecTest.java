package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecTest {
  @TempDir Path bundle;

  @Test
  void specWritesAConfigThatRunsAModule() throws IOException {
    assertThat(Call.of("spec", "--bundle", bundle.toString())).isEqualTo(new Call(0, "", ""));
    String config = Files.readString(bundle.resolve("config.json"));
    assertThat(compact(config))
        .startsWith("{\"ociVersion\":\"1.3.0\",\"process\":{\"terminal\":false,")
        .contains("\"args\":[\"/hello.wasm\"]")
        .contains("\"root\":{\"path\":\"rootfs\",\"readonly\":true}")
        .contains("\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"network\"}")
        .doesNotContain("uidMappings");
    assertThat(config).endsWith("}\n");
  }

  @Test
  void rootlessSpecMapsTheCallerToRoot() throws IOException {
    int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    int gid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
    assertThat(Call.of("spec", "--rootless", "-b", bundle.toString()).status()).isZero();
    assertThat(compact(Files.readString(bundle.resolve("config.json"))))
        .contains("\"uidMappings\":[{\"containerID\":0,\"hostID\":" + uid + ",\"size\":1}]")
        .contains("\"gidMappings\":[{\"containerID\":0,\"hostID\":" + gid + ",\"size\":1}]")
        .contains("{\"type\":\"user\"}")
        .doesNotContain("{\"type\":\"network\"}");
  }

  @Test
  void existingConfigIsNotOverwritten() throws IOException {
    Path config = Files.writeString(bundle.resolve("config.json"), "mine");
    assertThat(Call.of("spec", "-b", bundle.toString()))
        .isEqualTo(new Call(1, "", "jwasm: File " + config + " exists. Remove it first\n"));
    assertThat(Files.readString(config)).isEqualTo("mine");
  }

  @Test
  void absentBundleIsNotFound() {
    assertThat(Call.of("spec", "-b", bundle.resolve("no").toString()).err())
        .isEqualTo("jwasm: bundle directory " + bundle.resolve("no") + " does not exist\n");
  }

  private static String compact(String json) {
    return json.replaceAll("\\s", "");
  }
}
