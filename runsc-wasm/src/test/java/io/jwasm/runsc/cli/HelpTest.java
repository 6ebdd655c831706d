package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "debug",
        "delete",
        "events",
        "features",
        "kill",
        "list",
        "ps",
        "run",
        "spec",
        "start",
        "state",
        "update",
        "usage"
      })
  void helpOfAVerbIsAsRecorded(String verb) throws IOException {
    String expected = recorded(verb);
    assertThat(Call.of(verb, "--help")).isEqualTo(new Call(0, expected, ""));
    assertThat(Call.of(verb, "-h").out()).isEqualTo(expected);
    assertThat(Call.of("help", verb).out()).isEqualTo(expected);
  }

  @Test
  void helpOfTheProgramIsAsRecorded() throws IOException {
    String expected = recorded("jwasm");
    assertThat(Call.of("--help")).isEqualTo(new Call(0, expected, ""));
    assertThat(Call.of("-help").out()).isEqualTo(expected);
    assertThat(Call.of("help").out()).isEqualTo(expected);
    assertThat(Call.of().out()).isEqualTo(expected);
  }

  @Test
  void versionNamesTheProgramAndTheSpec() {
    Call expected = new Call(0, "jwasm version 0.1.0\nspec: 1.3.0\n", "");
    assertThat(Call.of("--version")).isEqualTo(expected);
    assertThat(Call.of("-v")).isEqualTo(expected);
    assertThat(Call.of("-version")).isEqualTo(expected);
  }

  @Test
  void versionIsThatOfTheBuild() throws IOException {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .contains("<artifactId>jwasm</artifactId>\n  <version>" + Release.VERSION + "</version>");
  }

  private static String recorded(String name) throws IOException {
    try (InputStream in = HelpTest.class.getResourceAsStream(name + ".help")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
