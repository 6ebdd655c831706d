package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lifecycle of the runtime-spec as a table, for any runtime:
 *
 * <pre>
 *            create   start    kill     delete   delete --force
 * (none)     ok       error    error    error    ok
 * created    error    ok       ok       error    ok
 * running    error    error    ok       error    ok
 * stopped    error    error    error    ok       ok
 * </pre>
 *
 * An error has exit status 1, one clear line and no effect.
 */
abstract class LifecycleContract {
  @RegisterExtension final Containers containers;

  LifecycleContract(ContainerRuntime runtime) {
    containers = new Containers(runtime);
  }

  @Test
  void createdThenRunningThenStoppedThenGone() {
    String id = Scratch.newId();
    Outcome created = containers.create(containers.bundle("sleep"), id).ok();
    assertThat(containers.status(id)).isEqualTo("created");
    assertThat(created.out()).as("output before start").isEmpty();

    containers.start(id).ok();
    assertThat(containers.status(id)).isEqualTo("running");
    Eventually.until("ready on standard output", () -> created.out().equals("ready\n"));

    containers.kill(id, "KILL").ok();
    containers.awaitStatus(id, "stopped");

    containers.delete(id).ok();
    containers.verb("state", id).run().refused("does not exist");
    containers.assertNothingLeft();
  }

  @Test
  void theProcessIsTheSameFromCreateToStop() {
    String id = containers.created(containers.bundle("sleep"));
    long pid = containers.pid(id);
    containers.start(id).ok();

    assertThat(containers.pid(id)).isEqualTo(pid);
  }

  @Test
  void nothingOfTheGuestRunsBeforeStart() {
    String id = Scratch.newId();
    Outcome created = containers.create(containers.bundle("hello"), id).ok();
    for (int i = 0; i < 20; i++) {
      assertThat(containers.status(id)).isEqualTo("created");
    }
    assertThat(created.out()).isEmpty();

    containers.start(id).ok();
    Eventually.until("hello world", () -> created.out().equals("hello world\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "start", "kill", "delete", "ps"})
  void everyVerbRefusesAContainerThatDoesNotExist(String verb) {
    containers.verb(verb, "nobody").run().refused("does not exist");
    assertThat(containers.stateDirectories()).isEmpty();
  }

  @Test
  void forcedDeleteOfAContainerThatDoesNotExistIsFine() {
    containers.verb("delete", "--force", "nobody").run().ok();
  }

  @Test
  void createOfAnIdThatIsCreatedIsRefused() {
    assertRefusedAndUnchanged(
        containers.created(containers.bundle("sleep")), "create", "already exists");
  }

  @Test
  void createOfAnIdThatIsRunningIsRefused() {
    assertRefusedAndUnchanged(
        containers.ready(containers.bundle("sleep")), "create", "already exists");
  }

  @Test
  void createOfAnIdThatIsStoppedIsRefused() {
    assertRefusedAndUnchanged(containers.stopped(), "create", "already exists");
  }

  @Test
  void runOfAnIdThatExistsIsRefused() {
    assertRefusedAndUnchanged(
        containers.ready(containers.bundle("sleep")), "run", "already exists");
  }

  @Test
  void startOfARunningContainerIsRefused() {
    assertRefusedAndUnchanged(containers.ready(containers.bundle("sleep")), "start", "running");
  }

  @Test
  void startOfAStoppedContainerIsRefused() {
    assertRefusedAndUnchanged(containers.stopped(), "start", "stopped");
  }

  @Test
  void killOfAStoppedContainerIsRefused() {
    // containerd takes these words for "gone already" and goes on.
    assertRefusedAndUnchanged(containers.stopped(), "kill", "container not running");
  }

  @Test
  void deleteOfARunningContainerIsRefused() {
    assertRefusedAndUnchanged(
        containers.ready(containers.bundle("sleep")), "delete", "not stopped");
  }

  @Test
  void killOfACreatedContainerStopsIt() {
    String id = containers.created(containers.bundle("sleep"));
    containers.kill(id, "KILL").ok();

    containers.awaitStatus(id, "stopped");
    containers.start(id).refused("stopped");
    containers.delete(id).ok();
  }

  @Test
  void deleteOfAStoppedContainerRemovesEverything() {
    containers.delete(containers.stopped()).ok();

    containers.assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "running", "stopped"})
  void forcedDeleteWorksInEveryStateAndTwice(String status) {
    String id =
        switch (status) {
          case "created" -> containers.created(containers.bundle("sleep"));
          case "running" -> containers.ready(containers.bundle("loop"));
          default -> containers.stopped();
        };
    assertThat(containers.status(id)).isEqualTo(status);

    containers.verb("delete", "--force", id).run().ok();
    containers.assertNothingLeft();
    containers.verb("delete", "--force", id).run().ok();
  }

  @Test
  void anIdCanBeUsedAgainAfterDelete() {
    String id = containers.stopped();
    containers.delete(id).ok();

    containers.create(containers.bundle("hello"), id).ok();
    assertThat(containers.status(id)).isEqualTo("created");
  }

  @ParameterizedTest
  @ValueSource(strings = {"15", "TERM", "SIGTERM", "sigterm", "9", "KILL", "SIGKILL"})
  void signalsAreNamedByNumberOrName(String signal) {
    String id = containers.ready(containers.bundle("sleep"));

    containers.kill(id, signal).ok();
    containers.awaitStatus(id, "stopped");
  }

  @Test
  void withoutASignalKillMeansTerm() {
    String id = containers.ready(containers.bundle("sleep"));

    containers.verb("kill", id).run().ok();
    containers.awaitStatus(id, "stopped");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOSUCH", "SIG", "1000000", "-1"})
  void anUnknownSignalIsRefused(String signal) {
    String id = containers.ready(containers.bundle("sleep"));

    Outcome outcome = containers.verb("kill", id, "--", signal).run();
    assertThat(outcome.exit()).as("%s", outcome).isNotZero();
    assertThat(containers.status(id)).isEqualTo("running");
  }

  @Test
  void killOfAllEndsEveryProcess() {
    String id = containers.ready(containers.bundle("sleep"));

    containers.verb("kill", "--all", id, "KILL").run().ok();
    containers.awaitStatus(id, "stopped");
  }

  @Test
  void severalContainersLiveSideBySide() {
    List<String> ids =
        List.of(
            containers.ready(containers.bundle("sleep")),
            containers.ready(containers.bundle("sleep")),
            containers.created(containers.bundle("hello")));
    containers.kill(ids.get(0), "KILL").ok();
    containers.awaitStatus(ids.get(0), "stopped");

    assertThat(containers.status(ids.get(1))).isEqualTo("running");
    assertThat(containers.status(ids.get(2))).isEqualTo("created");
  }

  @Test
  void aCreatedContainerKeepsToTheConfigurationItWasCreatedWith() {
    Bundle bundle = containers.bundle("args", "before");
    String id = Scratch.newId();
    Outcome created = containers.create(bundle, id).ok();
    bundle.args("/args.wasm", "after");
    containers.start(id).ok();

    Eventually.until("the first arguments", () -> created.out().equals("/args.wasm\nbefore\n"));
  }

  /**
   * Fails unless the verb is an error with the words, and the container is afterwards what it was.
   */
  final void assertRefusedAndUnchanged(String id, String verb, String words) {
    ObjectNode before = (ObjectNode) containers.state(id);
    boolean takesBundle = verb.equals("create") || verb.equals("run");
    Command command =
        takesBundle
            ? containers.verb(verb, "--bundle", containers.bundle("hello").directory(), id)
            : containers.verb(verb, id);

    command.run().refused(words);
    assertThat(containers.state(id)).isEqualTo(before);
    assertThat(containers.stateDirectories()).containsExactly(id);
  }
}
