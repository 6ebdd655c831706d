package io.jwasm.runsc.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.LauncherSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTypeTest {
  @Test
  void codesAreThoseOfTheLauncher() throws IOException {
    String types = LauncherSource.read("frame.h").block("enum frame_type {", "};");
    List<String> ours =
        Arrays.stream(FrameType.values()).map(type -> type.name() + " " + type.code()).toList();
    assertThat(LauncherSource.matches(types.replace(" = '", " "), "FRAME_([A-Z_]+ .)'"))
        .containsExactlyInAnyOrderElementsOf(ours);
  }

  @Test
  void largestPayloadIsThatOfTheLauncher() throws IOException {
    assertThat(LauncherSource.read("frame.h").text())
        .contains("#define FRAME_BYTES_MAX (256u << 20)\n");
    assertThat(LauncherChannel.MAX_PAYLOAD_BYTES).isEqualTo(256 << 20);
  }

  @Test
  void codeLeadsBackToItsType() {
    for (FrameType type : FrameType.values()) {
      assertThat(FrameType.of(type.code())).isEqualTo(type);
    }
    assertThat(FrameType.of('x')).isNull();
    assertThat(FrameType.of(-1)).isNull();
  }
}
