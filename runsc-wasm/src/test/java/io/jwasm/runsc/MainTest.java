package io.jwasm.runsc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.cli.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z";

  @TempDir Path directory;

  @Test
  void failureIsOneLineOnStderrAndStatusOne() {
    assertThat(Call.of("ps", "a/b"))
        .isEqualTo(
            new Call(
                1,
                "",
                "jwasm: invalid container ID format: \"a/b\" is not made of A-Z a-z 0-9 _ + . -\n"));
  }

  @Test
  void failureIsOneJsonLineInTheLogFile() throws IOException {
    Path log = directory.resolve("log.json");
    Call.of("--log", log.toString(), "--log-format", "json", "ps", "a\"b");
    Call.of("--log", log.toString(), "--log-format=json", "bogus");
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .matches(
            "\\{\"level\":\"error\",\"msg\":\"invalid container ID format: \\\\\"a\\\\\"b\\\\\" is"
                + " not made of A-Z a-z 0-9 _ \\+ \\. -\",\"time\":\""
                + TIME
                + "\"\\}");
    assertThat(lines.get(1)).contains("unknown command \\\"bogus\\\"");
  }

  @Test
  void failureIsOneTextLineInTheLogFile() throws IOException {
    Path log = directory.resolve("log.txt");
    Call.of("--log", log.toString(), "ps", "a\"b\nc");
    assertThat(Files.readString(log))
        .matches(
            "time=\""
                + TIME
                + "\" level=error msg=\"invalid container ID format: \\\\\"a\\\\\"b\\\\nc\\\\\" is"
                + " not made of A-Z a-z 0-9 _ \\+ \\. -\"\n");
  }

  @Test
  void wrongFlagOfTheVerbIsLoggedToo() throws IOException {
    Path log = directory.resolve("log.json");
    Call call = Call.of("--log", log.toString(), "--log-format", "json", "create", "--bogus", "x");
    assertThat(call.err())
        .isEqualTo("jwasm: flag provided but not defined: -bogus; see jwasm create --help\n");
    assertThat(Files.readString(log)).contains("flag provided but not defined: -bogus");
  }

  @Test
  void unwritableLogFileDoesNotHideTheFailure() {
    Call call = Call.of("--log", directory.resolve("no/log").toString(), "ps", "a/b");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("jwasm: invalid container ID format"),
            line -> assertThat(line).startsWith("jwasm: warning: cannot write the log file"));
  }

  @Test
  void controlCharactersOfAnArgumentDoNotReachTheTerminal() {
    assertThat(Call.of("ps", "a\u001b[2Jb\nc").err())
        .startsWith("jwasm: invalid container ID format: \"a?[2Jb c\"")
        .hasLineCount(1);
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(Call.of("--debug", "ps", "a/b").err()).contains("\tat io.jwasm.runsc.");
    assertThat(Call.of("--debug=false", "ps", "a/b").err()).hasLineCount(1);
  }

  @Test
  void failedWriteToStdoutIsAFailure() {
    PrintStream closed =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("no space left on device");
              }
            },
            true,
            StandardCharsets.UTF_8);
    Invocation version = new Invocation(List.of("--version"), Map.of(), Optional.empty());
    assertThat(Main.run(version, closed, closed)).isEqualTo(1);
  }
}
