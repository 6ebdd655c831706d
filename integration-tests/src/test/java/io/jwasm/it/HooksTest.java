package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hooks at all six points. Each writes down where it ran and what it read:
 *
 * <pre>
 * create:  prestart, createRuntime (runtime namespaces), createContainer (container namespaces, host's files)
 * start:   startContainer (container namespaces and files), poststart (runtime namespaces)
 * delete:  poststop (runtime namespaces)
 * </pre>
 */
final class HooksTest {
  private static final List<String> ON_HOST =
      List.of("prestart", "createRuntime", "createContainer", "poststart", "poststop");
  private static final List<String> NAMESPACES = List.of("ipc", "mnt", "net", "pid", "uts");

  @RegisterExtension final Containers containers = Containers.underTest();

  private final Path log = Scratch.file("hooks");

  @Test
  @NotOnReference("runc calls poststart at the end of create")
  void allSixPointsAreCalledInOrder() throws IOException {
    Bundle bundle = bundleWithAllHooks();
    String id = containers.created(bundle);
    assertThat(points(bundle)).containsExactly("prestart", "createRuntime", "createContainer");

    containers.start(id).ok();
    containers.awaitStatus(id, "stopped");
    assertThat(points(bundle))
        .containsExactly(
            "prestart", "createRuntime", "createContainer", "startContainer", "poststart");

    containers.delete(id).ok();
    assertThat(points(bundle))
        .containsExactly(
            "prestart",
            "createRuntime",
            "createContainer",
            "startContainer",
            "poststart",
            "poststop");
  }

  @Test
  @NotOnReference("runc calls poststart before startContainer")
  void runCallsThemTooAndPoststopIsLast() throws IOException {
    Bundle bundle = bundleWithAllHooks();
    containers.run(bundle).ok();

    assertThat(points(bundle))
        .containsExactly(
            "prestart",
            "createRuntime",
            "createContainer",
            "startContainer",
            "poststart",
            "poststop");
  }

  @Test
  @NotOnReference("runc tells poststart that the container is created")
  void eachGetsTheStateOnItsStandardInput() throws IOException {
    Bundle bundle = bundleWithAllHooks();
    String id = containers.created(bundle);
    long pid = containers.pid(id);
    containers.start(id).ok();
    containers.awaitStatus(id, "stopped");
    containers.delete(id).ok();

    assertThat(records(bundle))
        .allSatisfy(
            hook -> {
              JsonNode state = hook.path("state");
              String point = hook.path("point").asText();
              assertThat(state.path("id").asText()).as(point).isEqualTo(id);
              assertThat(state.path("bundle").asText())
                  .as(point)
                  .isEqualTo(bundle.directory().toString());
              assertThat(state.path("ociVersion").asText()).as(point).startsWith("1.");
              assertThat(state.path("status").asText()).as(point).isIn(allowedStatuses(point));
            });
    // The pid is the one in the runtime namespace; a stopped container has none.
    assertThat(records(bundle))
        .filteredOn(
            hook ->
                List.of("prestart", "createRuntime", "createContainer", "poststart")
                    .contains(hook.path("point").asText()))
        .allSatisfy(hook -> assertThat(hook.path("state").path("pid").asLong()).isEqualTo(pid));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prestart", "createRuntime", "poststart", "poststop"})
  void theseRunInTheNamespacesOfTheRuntime(String point) throws IOException {
    Bundle bundle = bundleWithAllHooks();
    containers.run(bundle).ok();

    JsonNode hook = record(bundle, point);
    for (String namespace : NAMESPACES) {
      assertThat(hook.path("namespaces").path(namespace).asLong())
          .as("%s namespace of %s", namespace, point)
          .isEqualTo(Namespaces.inode("self", namespace));
    }
    assertThat(hook.path("hostname").asText()).isNotEqualTo("inside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"createContainer", "startContainer"})
  void theseRunInTheNamespacesOfTheContainer(String point) throws IOException {
    Bundle bundle = bundleWithAllHooks();
    String id = containers.created(bundle);
    String pid = Long.toString(containers.pid(id));
    List<Long> expected = new ArrayList<>();
    for (String namespace : NAMESPACES) {
      expected.add(Namespaces.inode(pid, namespace));
    }
    containers.start(id).ok();
    containers.awaitStatus(id, "stopped");

    JsonNode hook = record(bundle, point);
    assertThat(NAMESPACES)
        .extracting(namespace -> hook.path("namespaces").path(namespace).asLong())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void theContainerHasItsHostnameWhenItStarts() throws IOException {
    Bundle bundle = bundleWithAllHooks();
    containers.run(bundle).ok();

    assertThat(record(bundle, "startContainer").path("hostname").asText()).isEqualTo("inside");
  }

  @Test
  @Tag("security")
  void aStartContainerHookHasTheRightsOfTheProgram() throws IOException {
    Bundle bundle =
        bundleWithAllHooks()
            .setProcess("user", "{\"uid\":1000,\"gid\":2000,\"additionalGids\":[3000]}")
            .setProcess(
                "capabilities",
                "{\"bounding\":[\"CAP_CHOWN\",\"CAP_NET_RAW\",\"CAP_SYS_PTRACE\"],"
                    + "\"permitted\":[\"CAP_CHOWN\",\"CAP_NET_RAW\"],\"effective\":[\"CAP_NET_RAW\"],"
                    + "\"inheritable\":[\"CAP_NET_RAW\"],\"ambient\":[\"CAP_NET_RAW\"]}")
            .setProcess("rlimits", "[{\"type\":\"RLIMIT_NOFILE\",\"soft\":77,\"hard\":78}]");
    Path written = Files.createFile(bundle.rootfs().resolve("hooks"));
    Command.of("chown", "1000", written).run().ok();
    String id = containers.created(bundle);
    // What a later config.json says is not what was created.
    bundle.setProcess("user", "{\"uid\":0,\"gid\":0}").setProcess("capabilities", "{}");
    containers.start(id).ok();

    JsonNode hook = record(bundle, "startContainer");
    assertThat(hook.path("uid").asInt()).isEqualTo(1000);
    assertThat(hook.path("gid").asInt()).isEqualTo(2000);
    assertThat(hook.path("groups").toString()).isEqualTo("[3000]");
    assertThat(hook.path("effective").asLong()).isEqualTo(1L << 13);
    // Across execve a user that is not root keeps what is ambient.
    assertThat(hook.path("permitted").asLong()).isEqualTo(1L << 13);
    assertThat(hook.path("bounding").asLong()).isEqualTo(1L << 19 | 1L << 13 | 1);
    assertThat(hook.path("files").asLong()).isEqualTo(77);
    assertThat(hook.path("noNewPrivileges").asInt()).isEqualTo(1);
    assertThat(record(bundle, "poststart").path("uid").asInt()).isZero();
  }

  @Test
  void argumentsAndEnvironmentAreExactlyTheConfiguredOnes() throws IOException {
    Bundle bundle = containers.bundle("hello");
    setHook(
        bundle,
        "createRuntime",
        "[\"first\",\"createRuntime\",\"%s\"]".formatted(log),
        ",\"env\":[\"ONE=1\"]");
    containers.running(bundle, Scratch.newId()).with("SECRET", "of the host").run().ok();

    JsonNode hook = record(bundle, "createRuntime");
    assertThat(Json.texts(hook.path("args")))
        .containsExactly("first", "createRuntime", log.toString());
    assertThat(Json.texts(hook.path("env"))).containsExactly("ONE=1");
  }

  @Test
  void severalHooksOfOnePointKeepTheirOrder() throws IOException {
    Bundle bundle = containers.bundle("hello");
    String tool = Guests.tool("hook").toString();
    String each = "{\"path\":\"%s\",\"args\":[\"hook\",\"%s\",\"%s\"]}";
    bundle.set(
        "hooks",
        "{\"createRuntime\":[%s,%s,%s]}"
            .formatted(
                each.formatted(tool, "one", log),
                each.formatted(tool, "two", log),
                each.formatted(tool, "three", log)));
    containers.run(bundle).ok();

    assertThat(points(bundle)).containsExactly("one", "two", "three");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prestart", "createRuntime", "createContainer"})
  void aFailingHookFailsCreateAndLeavesNothing(String point) {
    Bundle bundle = containers.bundle("hello");
    setHook(bundle, point, hookArgs(point, "fail"), "");
    Outcome outcome = containers.create(bundle, Scratch.newId()).exits(1);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("hook").contains("3");
    containers.assertNothingLeft();
  }

  @Test
  @NotOnReference("runc's start does not wait for the hook")
  void aFailingStartContainerHookFailsStartAndStopsTheContainer() {
    Bundle bundle = bundleWithAllHooks();
    setHook(bundle, "startContainer", "[\"hook\",\"startContainer\",\"/hooks\",\"fail\"]", "");
    String id = containers.created(bundle);

    Outcome outcome = containers.start(id).exits(1);
    assertThat(outcome.err()).contains("hook");
    containers.awaitStatus(id, "stopped");
    containers.delete(id).ok();
  }

  @Test
  @NotOnReference("runc calls poststart in create, so start does not know of it")
  void aFailingPoststartHookFailsStartAndStopsTheContainer() {
    Bundle bundle = containers.bundle("sleep");
    setHook(bundle, "poststart", hookArgs("poststart", "fail"), "");
    String id = containers.created(bundle);

    containers.start(id).refused("poststart", "the hook says no");
    containers.awaitStatus(id, "stopped");
  }

  @Test
  void aFailingPoststopHookDoesNotKeepTheContainer() {
    Bundle bundle = containers.bundle("hello");
    setHook(bundle, "poststop", hookArgs("poststop", "fail"), "");
    String id = containers.created(bundle);
    containers.start(id).ok();
    containers.awaitStatus(id, "stopped");

    containers.delete(id);
    containers.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"prestart", "createRuntime"})
  void aHangingHookIsEndedAfterItsTimeout(String point) {
    Bundle bundle = containers.bundle("hello");
    setHook(bundle, point, hookArgs(point, "hang"), ",\"timeout\":1");
    Outcome outcome = containers.create(bundle, Scratch.newId()).exits(1);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("hook");
    assertThat(outcome.took()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(8));
    containers.assertNothingLeft();
  }

  @Test
  void aHookThatIsNotThereFailsCreate() {
    Bundle bundle = containers.bundle("hello");
    bundle.set("hooks", "{\"prestart\":[{\"path\":\"/no/such/hook\"}]}");

    Outcome outcome = containers.create(bundle, Scratch.newId()).exits(1);
    assertThat(outcome.err()).contains("/no/such/hook");
    containers.assertNothingLeft();
  }

  @Test
  void afterAFailedHookNoneOfALaterPointIsCalled() throws IOException {
    Bundle bundle = bundleWithAllHooks();
    setHook(bundle, "createRuntime", hookArgs("createRuntime", "fail"), "");
    String id = Scratch.newId();
    containers.create(bundle, id).exits(1);
    containers.verb("delete", "--force", id).run().ok();

    assertThat(points(bundle))
        .startsWith("prestart", "createRuntime")
        .doesNotContain("createContainer", "startContainer", "poststart");
  }

  private static List<String> allowedStatuses(String point) {
    return switch (point) {
      // The runtime-spec says "created" for hooks of start as long as the process has not started.
      case "prestart", "createRuntime", "createContainer" -> List.of("creating", "created");
      case "startContainer" -> List.of("created", "creating");
      case "poststart" -> List.of("running");
      default -> List.of("stopped");
    };
  }

  private Bundle bundleWithAllHooks() {
    Bundle bundle = containers.bundle("hello").change(config -> config.put("hostname", "inside"));
    bundle.put("/bin/hook", Guests.tool("hook"));
    for (String point : ON_HOST) {
      setHook(bundle, point, hookArgs(point, "pass"), ",\"env\":[\"LANG=C\"]");
    }
    return bundle.change(
        config ->
            ((ObjectNode) config.get("hooks"))
                .set(
                    "startContainer",
                    Json.parse(
                        "[{\"path\":\"/bin/hook\",\"args\":[\"hook\",\"startContainer\",\"/hooks\"]}]")));
  }

  private String hookArgs(String point, String behaviour) {
    return "[\"hook\",\"%s\",\"%s\",\"%s\"]".formatted(point, log, behaviour);
  }

  private static void setHook(Bundle bundle, String point, String args, String more) {
    Object path = point.equals("startContainer") ? "/bin/hook" : Guests.tool("hook");
    String hook = "[{\"path\":\"%s\",\"args\":%s%s}]".formatted(path, args, more);
    bundle.change(config -> config.withObject("/hooks").set(point, Json.parse(hook)));
  }

  private List<String> points(Bundle bundle) throws IOException {
    return records(bundle).stream().map(hook -> hook.path("point").asText()).toList();
  }

  private JsonNode record(Bundle bundle, String point) throws IOException {
    return records(bundle).stream()
        .filter(hook -> hook.path("point").asText().equals(point))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no hook was called at " + point));
  }

  /** What the hooks wrote, on the host and in the container, in the order of time. */
  private List<JsonNode> records(Bundle bundle) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (Path file : List.of(log, bundle.rootfs().resolve("hooks"))) {
      if (Files.exists(file)) {
        records.addAll(Json.parseLines(Files.readString(file)));
      }
    }
    records.sort(Comparator.comparingLong(hook -> hook.path("nanos").asLong()));
    return records;
  }
}
