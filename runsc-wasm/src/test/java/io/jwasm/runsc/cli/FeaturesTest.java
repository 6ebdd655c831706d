package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  @Test
  void featuresAreOneJsonDocument() {
    Call call = Call.of("features");
    assertThat(call.status()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out())
        .startsWith(
            "{\"ociVersionMin\":\"1.0.0\",\"ociVersionMax\":\"1.3.0\",\"hooks\":[\"prestart\",")
        .contains(
            "\"namespaces\":[\"cgroup\",\"ipc\",\"mount\",\"network\",\"pid\",\"user\",\"uts\"]")
        .contains("\"cgroup\":{\"v1\":true,\"v2\":true,\"systemd\":true,")
        .contains("\"seccomp\":{\"enabled\":false}")
        .endsWith("\"annotations\":{\"io.jwasm.version\":\"0.1.0\"}}\n");
  }
}
