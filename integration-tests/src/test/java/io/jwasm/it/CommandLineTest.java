package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that answer questions, and the options before every verb. */
final class CommandLineTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void stateHoldsWhatTheRuntimeSpecAsksFor() {
    Bundle bundle = containers.bundle("sleep").set("annotations", "{\"io.jwasm.test\":\"yes\"}");
    String id = containers.created(bundle);
    JsonNode state = containers.state(id);

    assertThat(state.path("ociVersion").asText()).matches("1\\.\\d+\\.\\d+(-.*)?");
    assertThat(state.path("id").asText()).isEqualTo(id);
    assertThat(state.path("status").asText()).isEqualTo("created");
    assertThat(state.path("pid").asLong()).isPositive();
    assertThat(Path.of("/proc/" + state.path("pid").asLong())).isDirectory();
    assertThat(state.path("bundle").asText()).isEqualTo(bundle.directory().toString());
    assertThat(state.path("rootfs").asText()).isEqualTo(bundle.rootfs().toString());
    assertThat(Instant.parse(state.path("created").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(state.path("annotations").path("io.jwasm.test").asText()).isEqualTo("yes");
  }

  @Test
  void stateOfAnUnknownContainerIsRefused() {
    containers.verb("state", "nobody").run().refused("does not exist");
  }

  @Test
  void listShowsATable() {
    Bundle bundle = containers.bundle("sleep");
    String id = containers.created(bundle);
    String table = containers.verb("list").run().ok().out();

    assertThat(table.lines().findFirst().orElse(""))
        .matches("ID +PID +STATUS +BUNDLE +CREATED +OWNER *");
    assertThat(table.lines().skip(1).toList())
        .singleElement()
        .asString()
        .matches(
            "%s +%d +created +%s +\\S+Z +root *"
                .formatted(id, containers.pid(id), bundle.directory()));
  }

  @Test
  void listShowsJson() {
    String running = containers.ready(containers.bundle("sleep"));
    String stopped = containers.stopped();
    JsonNode list = containers.verb("list", "--format", "json").run().ok().json();

    assertThat(list)
        .extracting(each -> each.path("id").asText() + " " + each.path("status").asText())
        .containsExactlyInAnyOrder(running + " running", stopped + " stopped");
    assertThat(list).allSatisfy(each -> assertThat(each.has("ociVersion")).isTrue());
    assertThat(list).allSatisfy(each -> assertThat(each.path("owner").asText()).isEqualTo("root"));
  }

  @Test
  void listShowsOnlyIdentifiersWhenQuiet() {
    String id = containers.created(containers.bundle("sleep"));

    assertThat(containers.verb("list", "-q").run().ok().out()).isEqualTo(id + "\n");
  }

  @Test
  void listOfNothingIsTheHeadingOrNull() {
    assertThat(containers.verb("list", "-q").run().ok().out()).isEmpty();
    assertThat(containers.verb("list").run().ok().out().lines()).hasSize(1);
    assertThat(containers.verb("list", "--format", "json").run().ok().out().strip())
        .isIn("null", "[]");
  }

  @Test
  void containersOfAnotherRootAreNotSeen() {
    containers.created(containers.bundle("sleep"));
    Path other = Scratch.newDirectory("r");

    assertThat(
            Command.of(containers.runtime().binary(), "--root", other, "list", "-q")
                .run()
                .ok()
                .out())
        .isEmpty();
  }

  @Test
  void psShowsTheProcessesAsJson() {
    String id = containers.ready(containers.bundle("sleep"));

    assertThat(containers.verb("ps", "--format", "json", id).run().ok().json())
        .extracting(JsonNode::asLong)
        .containsExactly(containers.pid(id));
  }

  @Test
  void psShowsTheProcessesAsATable() {
    String id = containers.ready(containers.bundle("sleep"));
    String table = containers.verb("ps", id).run().ok().out();

    assertThat(table.lines().findFirst().orElse("")).matches("UID +PID +PPID .*");
    assertThat(table.lines().skip(1).toList())
        .singleElement()
        .asString()
        .containsPattern("\\s" + containers.pid(id) + "\\s");
  }

  @Test
  void specWritesAConfigurationThatRuns() throws IOException {
    Bundle bundle = containers.bundle("hello");
    Files.delete(bundle.configFile());
    containers.verb("spec", "--bundle", bundle.directory()).run().ok();
    var config = Json.object(Files.readString(bundle.configFile()));
    assertThat(config.path("ociVersion").asText()).startsWith("1.");
    bundle.change(mine -> mine.setAll(config)).args("/hello.wasm").setProcess("terminal", "false");

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void specDoesNotOverwrite() throws IOException {
    Bundle bundle = containers.bundle("hello");
    String before = Files.readString(bundle.configFile());

    containers.verb("spec", "--bundle", bundle.directory()).run().refused("config.json exists");
    assertThat(bundle.configFile()).hasContent(before);
  }

  @Test
  void featuresNameTheHooksAndNamespaces() {
    JsonNode features = containers.verb("features").run().ok().json();

    assertThat(features.path("ociVersionMin").asText()).isEqualTo("1.0.0");
    assertThat(features.path("ociVersionMax").asText()).startsWith("1.");
    assertThat(Json.texts(features.path("hooks")))
        .containsExactlyInAnyOrder(
            "prestart",
            "createRuntime",
            "createContainer",
            "startContainer",
            "poststart",
            "poststop");
    assertThat(Json.texts(features.path("linux").path("namespaces")))
        .contains("ipc", "mount", "network", "pid", "user", "uts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-v"})
  void versionNamesTheRuntimeAndTheSpec(String flag) {
    String name = containers.runtime().binary().getFileName().toString();
    String version = containers.verb(flag).run().ok().out();

    assertThat(version.lines().findFirst().orElse("")).startsWith(name + " version ");
    assertThat(version.lines()).anyMatch(line -> line.matches("spec: 1\\.\\d+\\.\\d+.*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpNamesTheVerbsAndOptions(String flag) {
    assertThat(containers.verb(flag).run().ok().out())
        .contains(
            "create", "start", "state", "kill", "delete", "run", "list", "ps", "spec", "features")
        .contains("--root", "--log", "--log-format", "--debug");
  }

  @Test
  void everyVerbHasItsHelp() {
    for (String verb :
        new String[] {"create", "start", "state", "kill", "delete", "run", "list", "ps", "spec"}) {
      assertThat(containers.verb(verb, "--help").run().ok().out()).contains(verb);
    }
    assertThat(containers.verb("create", "--help").run().ok().out())
        .contains("--bundle", "--console-socket", "--pid-file", "--preserve-fds");
  }

  @Test
  @NotOnReference("runc ends with status 3")
  void anUnknownVerbIsRefused() {
    containers.verb("frobnicate").run().refused("frobnicate");
  }

  @Test
  @NotOnReference("runc prints its usage on standard output")
  void anUnknownOptionIsRefused() {
    containers.verb("create", "--frobnicate", "x").run().refused("frobnicate");
    containers.verb("--frobnicate", "list").run().refused("frobnicate");
  }

  @Test
  @NotOnReference("runc prints its usage on standard output")
  void aMissingIdentifierIsRefused() {
    for (String verb : new String[] {"create", "start", "state", "kill", "delete", "run", "ps"}) {
      containers.verb(verb).run().refused(verb);
    }
  }

  @Test
  void theLogTakesJsonLines() throws IOException {
    Path log = Scratch.file("log");
    containers.verb("--log", log, "--log-format", "json", "state", "nobody").run().exits(1);
    JsonNode line = Json.parseLines(Files.readString(log)).getLast();

    assertThat(line.path("level").asText()).isEqualTo("error");
    assertThat(line.path("msg").asText()).contains("does not exist");
    assertThat(OffsetDateTime.parse(line.path("time").asText())).isNotNull();
  }

  @Test
  void theLogTakesText() throws IOException {
    Path log = Scratch.file("log");
    Files.writeString(log, "what was there\n");
    containers.verb("--log", log, "state", "nobody").run().exits(1);

    assertThat(Files.readString(log))
        .startsWith("what was there\n")
        .contains("level=error", "does not exist");
  }

  @Test
  void anErrorIsOnStandardErrorEvenWithALog() {
    Path log = Scratch.file("log");

    containers
        .verb("--log", log, "--log-format", "json", "state", "nobody")
        .run()
        .refused("does not exist");
  }

  @Test
  void debugMessagesGoToTheLogAndNotToStandardOutput() throws IOException {
    Path log = Scratch.file("log");
    Outcome outcome =
        containers
            .verb("--debug", "--log", log, "--log-format", "json", "run", "--bundle")
            .and(containers.bundle("hello").directory(), Scratch.newId())
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
    assertThat(Json.parseLines(Files.readString(log)))
        .anySatisfy(line -> assertThat(line.path("level").asText()).isEqualTo("debug"));
  }

  @Test
  @NotOnReference("runc has no kernel to trace")
  void straceShowsTheCallsOfTheGuest() throws IOException {
    Path log = Scratch.file("log");
    Outcome outcome =
        containers
            .verb("--strace", "--log", log, "run", "--bundle")
            .and(containers.bundle("hello").directory(), Scratch.newId())
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
    assertThat(outcome.err() + Files.readString(log)).contains("fd_write");
  }
}
