package io.jwasm.oci.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {

  @Test
  void isWrittenWithTheNamesOfTheRuntimeSpec() {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("zebra", "1");
    annotations.put("alpha\n", "\"\u00e9\"");
    State state = new State("1.3.0", "c1", Status.RUNNING, 4422, "/run/b", annotations);

    assertThat(new String(state.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "ociVersion": "1.3.0",
              "id": "c1",
              "status": "running",
              "pid": 4422,
              "bundle": "/run/b",
              "annotations": {
                "zebra": "1",
                "alpha\\n": "\\"\u00e9\\""
              }
            }
            """);
  }

  @Test
  void ofAStoppedContainerHasPidZero() {
    State state = new State("1.3.0", "c1", Status.STOPPED, 0, "/run/b", Map.of());

    assertThat(new String(state.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "ociVersion": "1.3.0",
              "id": "c1",
              "status": "stopped",
              "pid": 0,
              "bundle": "/run/b"
            }
            """);
  }
}
