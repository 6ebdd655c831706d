package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import io.jwasm.runsc.container.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PsTest {
  @TempDir Path root;
  @TempDir Path group;

  private StateDirectory states;
  private Process process;

  @BeforeEach
  void makeContainer() throws IOException {
    states = new StateDirectory(root);
    process = states.start("sleep", "600");
    put("web1", "running", process);
  }

  @AfterEach
  void endProcesses() {
    states.close();
  }

  @Test
  void jsonIsTheListOfPids() {
    assertThat(ps("--format", "json", "web1"))
        .isEqualTo(new Call(0, "[" + process.pid() + "]\n", ""));
  }

  @Test
  void tableIsPsOfTheProcessesOnly() {
    Call call = ps("web1");
    assertThat(call.status()).isZero();
    assertThat(call.out().lines())
        .satisfiesExactly(
            header -> assertThat(header).contains("PID").contains("CMD"),
            line -> assertThat(line).contains(" " + process.pid() + " ").endsWith("sleep 600"));
  }

  @Test
  void optionsAfterTheIdArePssOwn() {
    assertThat(ps("web1", "-e", "-o", "pid,comm", "--format", "pid").out().lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("sleep");
  }

  @Test
  void processesAreThoseOfTheControlGroup() throws IOException {
    Process second = states.start("sleep", "601");
    Path child = Files.createDirectory(group.resolve("child"));
    Files.writeString(group.resolve("cgroup.procs"), process.pid() + "\n");
    Files.writeString(child.resolve("cgroup.procs"), second.pid() + "\n");
    putInGroup("web2");
    assertThat(ps("-f", "json", "web2").out())
        .isEqualTo("[" + process.pid() + "," + second.pid() + "]\n");
    assertThat(ps("web2").out()).hasLineCount(3).contains("sleep 600").contains("sleep 601");
  }

  @Test
  void emptyControlGroupIsAnEmptyList() throws IOException {
    Files.writeString(group.resolve("cgroup.procs"), "");
    putInGroup("web2");
    assertThat(ps("-f", "json", "web2").out()).isEqualTo("[]\n");
  }

  @Test
  void stoppedContainerIsNotRunning() throws IOException {
    states.put("web2", StateDirectory.json("web2", 0, 0, "stopped", ""));
    assertThat(ps("web2"))
        .isEqualTo(new Call(1, "", "jwasm: container not running: web2 is stopped\n"));
  }

  @Test
  void absentContainerDoesNotExist() {
    assertThat(ps("no")).isEqualTo(new Call(1, "", "jwasm: container \"no\" does not exist\n"));
  }

  @Test
  void psWithoutAPidColumnIsAFailure() {
    assertThat(ps("web1", "-o", "comm").err())
        .isEqualTo(
            "jwasm: couldn't find PID field in ps output: choose ps options that print it\n");
  }

  @Test
  void failureOfPsIsAFailure() {
    assertThat(ps("web1", "-e", "-o", "pid,nonsense"))
        .satisfies(call -> assertThat(call.out()).isEmpty())
        .satisfies(call -> assertThat(call.status()).isEqualTo(1))
        .satisfies(call -> assertThat(call.err()).contains("ended with exit status 1"));
  }

  private void put(String id, String status, Process init) throws IOException {
    states.put(
        id, StateDirectory.json(id, init.pid(), StateDirectory.startTime(init.pid()), status, ""));
  }

  private void putInGroup(String id) throws IOException {
    String json =
        StateDirectory.json(
            id, process.pid(), StateDirectory.startTime(process.pid()), "created", "");
    states.put(id, json.replace("\"cgroupPaths\":[]", "\"cgroupPaths\":[\"" + group + "\"]"));
  }

  private Call ps(String... words) {
    String[] arguments = new String[words.length + 3];
    arguments[0] = "--root";
    arguments[1] = root.toString();
    arguments[2] = "ps";
    System.arraycopy(words, 0, arguments, 3, words.length);
    return Call.of(arguments);
  }
}
