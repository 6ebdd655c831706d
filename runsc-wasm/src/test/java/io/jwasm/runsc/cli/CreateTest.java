package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.oci.spec.DefaultSpec;
import io.jwasm.runsc.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code create} and {@code run} after the launcher has refused config.json. */
class CreateTest {
  private static final String REFUSAL = "root.path is missing";

  @TempDir Path bundle;

  @ParameterizedTest
  @ValueSource(strings = {"create", "run"})
  void allThatIsWrongWithTheConfigIsOneLine(String verb) throws IOException {
    config("{\"ociVersion\": \"2.0.0\", \"process\": {\"cwd\": \"x\", \"args\": [\"/a\"]}}");
    assertThat(Call.refused(REFUSAL, verb, "--bundle", bundle.toString(), "c1"))
        .isEqualTo(
            new Call(
                1,
                "",
                "jwasm: "
                    + bundle
                    + "/config.json: ociVersion: version \"2.0.0\" is not supported; use 1.0.0 to"
                    + " 1.3.0, or any other 1.x; root: is missing; add the root file system;"
                    + " process.cwd: found \"x\"; write an absolute path\n"));
  }

  @Test
  void allThatIsWrongIsInTheLogToo() throws IOException {
    Path log = bundle.resolve("log.json");
    config("{");
    Call call =
        Call.refused(
            REFUSAL,
            "--log",
            log.toString(),
            "--log-format",
            "json",
            "create",
            "--bundle",
            bundle.toString(),
            "c1");
    assertThat(call.err()).startsWith("jwasm: " + bundle + "/config.json: ").hasLineCount(1);
    assertThat(Files.readString(log))
        .startsWith("{\"level\":\"error\",\"msg\":\"" + bundle + "/config.json: ")
        .hasLineCount(1);
  }

  @Test
  void moreThanTwentyFaultsAreCounted() throws IOException {
    config("{\"process\": {\"args\": [" + "1,".repeat(21) + "1]}}");
    assertThat(refused())
        .startsWith(
            "jwasm: "
                + bundle
                + "/config.json: process.args[0]: found 1; write a string; process.args[1]")
        .endsWith("; process.args[19]: found 1; write a string; and 2 more\n");
  }

  @Test
  void whatOnlyTheLauncherFindsIsItsOwnSentence() throws IOException {
    Files.write(bundle.resolve("config.json"), DefaultSpec.rootful());
    assertThat(refused()).isEqualTo("jwasm: root.path is missing\n");
  }

  @Test
  void controlCharactersOfAConfigDoNotReachTheTerminal() throws IOException {
    config("{\"hostname\\u001b[2J\": 1, \"hooks\": {\"a\\n\": [], \"poststop\": 7}}");
    assertThat(refused())
        .startsWith("jwasm: " + bundle + "/config.json: hooks.poststop")
        .hasLineCount(1);
  }

  @Test
  void configOver4MibIsNotReadWhole() throws IOException {
    config(" ".repeat((4 << 20) + 1));
    assertThat(refused()).isEqualTo("jwasm: " + bundle + "/config.json is larger than 4 MiB\n");
  }

  @Test
  void configThatIsNoFileIsNotRead() throws Exception {
    String fifo = bundle.resolve("config.json").toString();
    new ProcessBuilder("mkfifo", fifo).start().waitFor(10, TimeUnit.SECONDS);
    assertThat(refused()).isEqualTo("jwasm: " + fifo + " is not a regular file\n");
  }

  @Test
  void bundleWithoutConfigIsNoBundle() {
    assertThat(refused())
        .isEqualTo(
            "jwasm: "
                + bundle
                + "/config.json does not exist; a bundle is a directory with one, jwasm spec writes"
                + " it\n");
  }

  private String refused() {
    Call call = Call.refused(REFUSAL, "create", "-b", bundle.toString(), "c1");
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).isEmpty();
    return call.err();
  }

  private void config(String text) throws IOException {
    Files.writeString(bundle.resolve("config.json"), text, StandardCharsets.UTF_8);
  }
}
