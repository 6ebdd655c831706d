package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Input that makes no container. Each is refused with status 1 and one line that names the culprit,
 * prints nothing on standard output and leaves nothing behind. Bad modules are in {@link
 * EntrypointTest}, bad hooks in {@link HooksTest}.
 */
final class BadInputTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @AfterEach
  void nothingIsLeftBehind() {
    containers.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "run"})
  @NotOnReference("runc does not say where it looked")
  void aMissingConfiguration(String verb) throws IOException {
    Bundle bundle = containers.bundle("hello");
    Files.delete(bundle.configFile());

    refuse(verb, bundle).refused(bundle.configFile().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"text\"",
        "{\"ociVersion\":\"1.0.2\"} trailing",
        "\u0000\u0001\u0002"
      })
  @NotOnReference("runc does not name the file")
  void aConfigurationThatIsNotJson(String text) throws IOException {
    Bundle bundle = containers.bundle("hello");
    Files.writeString(bundle.configFile(), text);

    refuse("create", bundle).refused("config.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ociVersion\":\"2.0.0\"}",
        "{\"ociVersion\":\"1.0.2\",\"process\":5}",
        "{\"ociVersion\":\"1.0.2\",\"process\":{\"args\":[],\"cwd\":\"/\"},\"root\":{\"path\":\"rootfs\"}}",
        "{\"ociVersion\":\"1.0.2\",\"process\":{\"args\":[\"/a\"],\"cwd\":\"here\"},\"root\":{\"path\":\"rootfs\"}}",
        "{\"ociVersion\":\"1.0.2\",\"ociVersion\":\"1.0.2\"}",
      })
  @NotOnReference("runc does not name the file, and takes some of these")
  void aConfigurationThatIsNotOne(String json) throws IOException {
    Bundle bundle = containers.bundle("hello");
    Files.writeString(bundle.configFile(), json);

    refuse("create", bundle).refused("config.json");
  }

  @Test
  @NotOnReference("runc reads it")
  void aConfigurationNestedWithoutEnd() throws IOException {
    Bundle bundle = containers.bundle("hello");
    Files.writeString(
        bundle.configFile(), "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

    refuse("create", bundle).refused("config.json");
  }

  @Test
  void aBundleThatDoesNotExist() {
    Path nowhere = Scratch.file("nowhere");

    containers
        .verb("create", "--bundle", nowhere, Scratch.newId())
        .run()
        .refused(nowhere.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "run"})
  void aBundleWithoutRootFileSystem(String verb) throws IOException {
    Bundle bundle = containers.bundle("hello");
    Command.of("rm", "-r", bundle.rootfs()).run().ok();

    Outcome outcome = refuse(verb, bundle).exits(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(bundle.rootfs().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "../escape", "..", ".", "/etc", "with space", "line\nfeed", "täst"})
  void anIdentifierThatIsNoName(String id) {
    Bundle bundle = containers.bundle("hello");
    Outcome outcome =
        containers.verb("create", "--bundle", bundle.directory(), "--", id).run().exits(1);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsIgnoringCase("container id");
    assertThat(outcome.err().strip().lines()).hasSize(1);
  }

  @Test
  void anEmptyIdentifier() {
    Outcome outcome =
        containers.verb("create", "--bundle", containers.bundle("hello").directory(), "").run();

    outcome.exits(1);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  @NotOnReference("runc fails later, by the limit of the file system")
  void anIdentifierThatIsTooLong() {
    Bundle bundle = containers.bundle("hello");

    containers.create(bundle, "x".repeat(1025)).refused("1024");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "start", "kill", "delete"})
  void anIdentifierThatLeavesTheStateDirectory(String verb) throws IOException {
    Path outside = Files.createDirectories(containers.root().resolve("../outside"));

    containers.verb(verb, "../outside").run().exits(1);
    containers.verb("delete", "--force", "../outside").run();
    assertThat(outside).isDirectory();
    Files.delete(outside);
  }

  @Test
  void aPidFileThatCannotBeWritten() {
    assertPidFileMatters("create");
  }

  @Test
  @NotOnReference("runc starts the process before it writes the file")
  void aPidFileThatRunCannotWrite() {
    assertPidFileMatters("run");
  }

  @Test
  void aStateDirectoryThatCannotBeMade() {
    Path file = Path.of("/proc/nowhere");
    Outcome outcome =
        Command.of(containers.runtime().binary(), "--root", file, "create", "--bundle")
            .and(containers.bundle("hello").directory(), Scratch.newId())
            .run()
            .exits(1);

    assertThat(outcome.err()).contains("/proc/nowhere");
  }

  @Test
  void aWorkingDirectoryThatIsAFile() {
    Bundle bundle = containers.bundle("hello").setProcess("cwd", "\"/hello.wasm\"");
    Outcome outcome = refuse("create", bundle).exits(1);

    assertThat(outcome.err()).contains("/hello.wasm");
  }

  @Test
  @NotOnReference("runc tells the reason twice")
  void theReasonIsInTheLogAsOneLineToo() throws IOException {
    Path log = Scratch.file("log");
    Bundle bundle = containers.bundle("hello");
    Files.writeString(bundle.configFile(), "{");
    Outcome outcome =
        containers
            .verb(
                "--log",
                log,
                "--log-format",
                "json",
                "create",
                "--bundle",
                bundle.directory(),
                Scratch.newId())
            .run()
            .refused("config.json");

    assertThat(Json.parseLines(Files.readString(log)))
        .filteredOn(line -> line.path("level").asText().equals("error"))
        .singleElement()
        .satisfies(line -> assertThat(outcome.err()).contains(line.path("msg").asText()));
  }

  private void assertPidFileMatters(String verb) {
    Bundle bundle = containers.bundle("hello");
    Path file = Path.of("/proc/nowhere/pid");
    Outcome outcome =
        containers
            .verb(verb, "--bundle", bundle.directory(), "--pid-file", file, Scratch.newId())
            .run()
            .exits(1);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("/proc/nowhere");
  }

  private Outcome refuse(String verb, Bundle bundle) {
    Outcome outcome = containers.verb(verb, "--bundle", bundle.directory(), Scratch.newId()).run();
    assertThat(outcome.out()).as("standard output of %s", outcome).isEmpty();
    return outcome;
  }
}
