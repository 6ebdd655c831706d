package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.runsc.LauncherSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootSettingsTest {
  @Test
  void settingsAreNamedTextsEndedByNul() throws IOException {
    assertThat(
            read(
                "id=web1|platform=wasm|logJson=1|debug=0|strace=1|cgroupUnified=1|cgroups=12|"
                    + "memory=1048576|heap=4096|overlay=memory|pageAllocator=heap|"
                    + "network=host|netAllow=out:*:443|netListen=tcp:80|stdio=tty|stdio=pipe|stdio=closed|"))
        .isEqualTo(
            new BootSettings(
                "web1",
                "wasm",
                true,
                false,
                true,
                true,
                12,
                1048576,
                4096,
                "memory",
                "heap",
                "host",
                "out:*:443",
                "tcp:80",
                List.of("tty", "pipe", "closed")));
  }

  @Test
  void valueMayHoldAnythingButNul() throws IOException {
    BootSettings settings = read("id=a|platform=b=c é\n|stdio=|stdio=|stdio=|");
    assertThat(settings.platform()).isEqualTo("b=c é\n");
    assertThat(settings.debug()).isFalse();
  }

  @Test
  void namesAreThoseOfTheLauncher() throws IOException {
    String format = LauncherSource.read("attend.c").block("\"id=%s%c", "\",");
    String payload =
        format
            .substring(1)
            .replace("%c", "|")
            .replace("%d", "1")
            .replace("%ld", "2")
            .replace("%s", "x");
    assertThat(read(payload))
        .isEqualTo(
            new BootSettings(
                "x",
                "x",
                true,
                true,
                true,
                true,
                1,
                2,
                2,
                "x",
                "x",
                "x",
                "x",
                "x",
                List.of("x", "x", "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id=a|",
        "stdio=|stdio=|",
        "stdio=|stdio=|stdio=|stdio=|",
        "stdio=|stdio=|stdio=",
        "stdio=|stdio=|stdio=|debug",
        "stdio=|stdio=|stdio=|debug|strace=1|",
        "stdio=|stdio=|stdio=|new=1|"
      })
  void anythingElseIsRefused(String payload) {
    assertThatThrownBy(() -> read(payload)).isInstanceOf(IOException.class);
  }

  private static BootSettings read(String payload) throws IOException {
    return BootSettings.read(payload.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
  }
}
