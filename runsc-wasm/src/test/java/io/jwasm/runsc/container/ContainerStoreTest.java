package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.oci.state.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerStoreTest {
  @TempDir Path root;

  private StateDirectory states;
  private ContainerStore store;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeStore() {
    states = new StateDirectory(root);
    store = new ContainerStore(root);
  }

  @AfterEach
  void endProcesses() {
    states.close();
  }

  @Test
  void containerWithItsProcessIsWhatItsFileSays() throws Exception {
    putRunning("web1");
    Container container = get("web1");
    assertThat(container.status()).isEqualTo(Status.RUNNING);
    assertThat(container.pid()).isEqualTo(container.state().pid());
    assertThat(container.state().bundle()).isEqualTo("/b/web1");
    assertThat(container.processes()).containsExactly(container.state().pid());
  }

  @Test
  void containerWhoseProcessEndedIsStopped() throws Exception {
    Process process = putRunning("web1");
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    Container container = get("web1");
    assertThat(container.status()).isEqualTo(Status.STOPPED);
    assertThat(container.pid()).isZero();
    assertThatThrownBy(container::processes)
        .isInstanceOf(Failure.InvalidState.class)
        .hasMessage("container not running: web1 is stopped");
  }

  @Test
  void zombieIsStopped() throws Exception {
    // tail takes the shell's place and never waits for the shell's child.
    Process shell = states.start("sh", "-c", "sleep 0.1 & echo $!; exec tail -f /dev/null");
    long pid = Long.parseLong(shell.inputReader().readLine());
    long startTime = StateDirectory.startTime(pid);
    while (HostProcess.of(pid).filter(HostProcess::isAlive).isPresent()) {
      Thread.onSpinWait();
    }
    states.put("web1", StateDirectory.json("web1", pid, startTime, "running", ""));
    assertThat(HostProcess.of(pid)).contains(new HostProcess('Z', 1, startTime));
    assertThat(get("web1").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void reusedPidIsStopped() throws Exception {
    long pid = ProcessHandle.current().pid();
    long other = StateDirectory.startTime(pid) - 1;
    states.put("web1", StateDirectory.json("web1", pid, other, "created", ""));
    assertThat(get("web1").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void lockedContainerWithoutStateIsCreating() throws Exception {
    states.holdLock(states.putWithoutState("web1"));
    Container container = get("web1");
    assertThat(container.status()).isEqualTo(Status.CREATING);
    assertThat(container.pid()).isZero();
  }

  @Test
  void lockedContainerWithTornStateIsCreating() throws Exception {
    states.holdLock(states.put("web1", "{\"version\":1,\"id\":\"we"));
    assertThat(get("web1").status()).isEqualTo(Status.CREATING);
  }

  @Test
  void creationThatNobodyGoesOnWithIsStopped() throws Exception {
    Path directory = states.put("web1", StateDirectory.json("web1", 0, 0, "creating", ""));
    Process launcher = states.holdLock(directory);
    assertThat(get("web1").status()).isEqualTo(Status.CREATING);
    launcher.getOutputStream().close();
    launcher.waitFor(10, TimeUnit.SECONDS);
    assertThat(get("web1").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void readingLeavesTheLockFree() throws Exception {
    Path directory = states.put("web1", StateDirectory.json("web1", 0, 0, "stopped", ""));
    get("web1");
    states.holdLock(directory);
  }

  @Test
  void lockedContainerIsReadWithoutWaiting() throws Exception {
    putRunning("web1");
    states.holdLock(root.resolve("web1"));
    assertThat(get("web1").status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void absentContainerIsNotFound() {
    assertThatThrownBy(() -> get("web1"))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessage("container \"web1\" does not exist");
  }

  @Test
  void directoryThatIsNoContainerIsNotFound() throws Exception {
    Files.createDirectory(root.resolve("web1"));
    assertThatThrownBy(() -> get("web1")).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void absentStateDirectoryIsNotFound() {
    assertThatThrownBy(() -> new ContainerStore(root.resolve("no")).list(warnings::add))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessage("state directory " + root.resolve("no") + " does not exist; see --root");
  }

  @Test
  void listPassesOverWhatIsNoContainer() throws Exception {
    putRunning("web2");
    putRunning("web1");
    Files.createDirectory(root.resolve("empty"));
    Files.createDirectory(root.resolve("not an id"));
    Files.createFile(root.resolve("file"));
    Files.createSymbolicLink(root.resolve("link"), root.resolve("web1"));
    assertThat(ids()).containsExactly("web1", "web2");
    assertThat(warnings).isEmpty();
  }

  @Test
  void brokenStateCostsOneWarningAndNoOtherContainer() throws Exception {
    putRunning("web1");
    states.put("torn", "{\"version\":1,\"id\":\"to");
    states.put("void", "");
    states.putWithoutState("bare");
    assertThat(ids()).containsExactly("web1");
    assertThat(warnings)
        .hasSize(3)
        .allSatisfy(warning -> assertThat(warning).hasLineCount(1))
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .isEqualTo(
                        "container void is broken: "
                            + root
                            + "/void/state.json: it is empty; remove it with: jwasm delete"
                            + " --force void"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                              | it is not a JSON object
          7                                               | it is not a JSON object
          {} {}                                           | it goes on after its end
          {"id":"other","status":"created"}               | its id is not that of its directory
          {"status":"created"}                            | its id is not that of its directory
          {"id":"web1"}                                   | status is missing
          {"id":"web1","status":"asleep"}                 | status has an unknown value
          {"id":"web1","status":7}                        | status has a value of the wrong type
          {"id":"web1","status":"created"}                | created is missing
          {"id":"web1","created":"yesterday"}             | created is not an RFC 3339 time in UTC
          {"id":"web1","owner":"root","uid":"root"}       | uid has a value of the wrong type
          {"id":"web1","uid":-1}                          | uid is out of range
          {"id":"web1","pid":"1"}                         | pid has a value of the wrong type
          {"id":"web1","pid":-1}                          | pid is out of range
          {"id":"web1","pid":99999999999999999999}        | pid is out of range
          {"id":"web1","cgroupPaths":["a"]}               | cgroupPaths has a path that is not absolute
          {"id":"web1","cgroupPaths":"/a"}                | cgroupPaths has a value of the wrong type
          {"id":"web1","annotations":{"a":1}}             | annotations.a has a value of the wrong type
          {"id":"web1","bundle":"/a\\u0000b"}             | bundle has a NUL character
          {"id":"web1","id":"web1"}                       | it is not JSON: Duplicate field 'id'
          """)
  void stateEditedByHandIsBroken(String text, String reason) throws Exception {
    states.put("web1", text);
    assertThatThrownBy(() -> get("web1"))
        .isInstanceOf(Failure.InvalidState.class)
        .hasMessageContaining(root + "/web1/state.json: " + reason + "; remove it with");
  }

  @Test
  void stateWithoutAUserOrWithOneThatNobodyHasIsBroken() throws Exception {
    String stopped = StateDirectory.json("web1", 0, 0, "stopped", "");
    Path directory = states.put("web1", stopped.replace("\"uid\":0,", ""));
    assertThatThrownBy(() -> get("web1")).hasMessageContaining("state.json: uid is missing;");
    Files.writeString(
        directory.resolve("state.json"), stopped.replace("\"uid\":0", "\"uid\":4294967295"));
    assertThatThrownBy(() -> get("web1")).hasMessageContaining("state.json: uid is out of range;");
  }

  @Test
  void userIdIsUnsigned() throws Exception {
    String stopped = StateDirectory.json("web1", 0, 0, "stopped", "");
    states.put("web1", stopped.replace("\"uid\":0", "\"uid\":4294967294"));
    assertThat(get("web1").state().uid()).isEqualTo(-2);
  }

  @Test
  void containerBeingCreatedIsThatOfItsDirectorysOwner() throws Exception {
    Path directory = states.putWithoutState("web1");
    states.holdLock(directory);
    assertThat(get("web1").state().uid()).isEqualTo(Files.getAttribute(directory, "unix:uid"));
  }

  @Test
  void idTooLongForAFileNameIsFound() throws Exception {
    String id = "x".repeat(256);
    Path directory = Files.createDirectory(root.resolve("x".repeat(200) + "~295fa478294e7725"));
    Files.writeString(
        directory.resolve("state.json"), StateDirectory.json(id, 0, 0, "stopped", ""));
    assertThat(get(id).status()).isEqualTo(Status.STOPPED);
    assertThat(ids()).containsExactly(id);
  }

  @Test
  void stateOver8MibIsBroken() throws Exception {
    states.put("web1", " ".repeat((8 << 20) + 1));
    assertThatThrownBy(() -> get("web1")).hasMessageContaining("it is larger than 8 MiB");
  }

  @Test
  void stateNestedWithoutEndIsBroken() throws Exception {
    states.put("web1", "{\"hooks\":" + "[".repeat(1 << 20));
    assertThatThrownBy(() -> get("web1")).isInstanceOf(Failure.InvalidState.class);
  }

  @Test
  void fifoInPlaceOfAFileIsBrokenAndDoesNotBlock() throws Exception {
    Path directory = states.putWithoutState("web1");
    makeFifo(directory.resolve("state.json"));
    assertThatThrownBy(() -> get("web1")).hasMessageContaining("it is not a regular file");
    Files.delete(directory.resolve("lock"));
    makeFifo(directory.resolve("lock"));
    assertThatThrownBy(() -> get("web1")).hasMessageContaining("lock is not a regular file");
  }

  private void makeFifo(Path path) throws Exception {
    states.start("mkfifo", path.toString()).waitFor(10, TimeUnit.SECONDS);
  }

  private Process putRunning(String id) throws IOException {
    Process process = states.start("sleep", "600");
    states.put(
        id,
        StateDirectory.json(
            id, process.pid(), StateDirectory.startTime(process.pid()), "running", ""));
    return process;
  }

  private Container get(String id) throws Failure {
    return store.get(ContainerId.parse(id));
  }

  private List<String> ids() throws Failure {
    return store.list(warnings::add).stream().map(container -> container.id().text()).toList();
  }
}
