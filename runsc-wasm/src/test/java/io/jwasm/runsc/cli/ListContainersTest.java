package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import io.jwasm.runsc.container.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListContainersTest {
  @TempDir Path root;

  private StateDirectory states;

  @BeforeEach
  void makeStates() {
    states = new StateDirectory(root);
  }

  @AfterEach
  void endProcesses() {
    states.close();
  }

  @Test
  void tableHasRuncsColumns() throws IOException {
    long pid = putRunning("web1", "");
    states.put("a-container-with-a-long-name", stopped("a-container-with-a-long-name"));
    String paddedPid = (pid + " ".repeat(12)).substring(0, 12);
    assertThat(list())
        .isEqualTo(
            new Call(
                0,
                """
                ID                             PID         STATUS      BUNDLE                            CREATED                          OWNER
                a-container-with-a-long-name   0           stopped     /b/a-container-with-a-long-name   2026-11-20T20:00:00.123456789Z   root
                web1                           PID         running     /b/web1                           2026-11-20T20:00:00.123456789Z   root
                """
                    .replace(
                        "web1                           PID         ",
                        "web1                           " + paddedPid),
                ""));
  }

  @Test
  void jsonHasRuncsProperties() throws IOException {
    long pid = putRunning("web1", ",\"annotations\":{\"k\\\"\":\"v\"}");
    states.put("web2", stopped("web2"));
    assertThat(list("--format", "json").out())
        .isEqualTo(
            "[{\"ociVersion\":\"1.2.0\",\"id\":\"web1\",\"pid\":"
                + pid
                + ",\"status\":\"running\",\"bundle\":\"/b/web1\",\"rootfs\":\"/b/web1/rootfs\","
                + "\"created\":\"2026-11-20T20:00:00.123456789Z\",\"annotations\":{\"k\\\"\":\"v\"},"
                + "\"owner\":\"root\"},"
                + "{\"ociVersion\":\"1.2.0\",\"id\":\"web2\",\"pid\":0,\"status\":\"stopped\","
                + "\"bundle\":\"/b/web2\",\"rootfs\":\"/b/web2/rootfs\","
                + "\"created\":\"2026-11-20T20:00:00.123456789Z\",\"owner\":\"root\"}]\n");
  }

  @Test
  void quietPrintsIdsOnly() throws IOException {
    states.put("web2", stopped("web2"));
    states.put("web1", stopped("web1"));
    assertThat(list("-q")).isEqualTo(new Call(0, "web1\nweb2\n", ""));
  }

  @Test
  void emptyDirectoryIsAnEmptyList() {
    assertThat(list().out())
        .isEqualTo("ID          PID         STATUS      BUNDLE      CREATED     OWNER\n");
    assertThat(list("-f", "json").out()).isEqualTo("[]\n");
    assertThat(list("-q").out()).isEmpty();
  }

  @Test
  void brokenContainerIsAWarningAndTheListGoesOn() throws IOException {
    Path log = Files.createTempFile("jwasm", ".json");
    states.put("torn", "{");
    states.put("web1", stopped("web1"));
    Call call =
        Call.of(
            "--root",
            root.toString(),
            "--log",
            log.toString(),
            "--log-format",
            "json",
            "list",
            "-q");
    assertThat(call.status()).isZero();
    assertThat(call.out()).isEqualTo("web1\n");
    assertThat(call.err()).startsWith("jwasm: warning: container torn is broken: ").hasLineCount(1);
    assertThat(Files.readString(log)).startsWith("{\"level\":\"warning\",\"msg\":\"container torn");
    Files.delete(log);
  }

  @Test
  void containerBeingCreatedIsListed() throws IOException {
    states.holdLock(states.putWithoutState("web1"));
    assertThat(list().out()).contains("web1        0           creating                ");
  }

  @Test
  void ownerIsTheNameOfTheUserIdOrTheNumber() throws IOException {
    Path directory = states.putWithoutState("web1");
    int uid = (int) Files.getAttribute(directory, "unix:uid");
    String state = stopped("web1");
    Files.writeString(
        directory.resolve("state.json"), state.replace("\"uid\":0", "\"uid\":" + uid));
    states.put("web2", stopped("web2").replace("\"uid\":0", "\"uid\":4294967294"));
    assertThat(list().out().lines())
        .satisfiesExactly(
            header -> assertThat(header).endsWith("   OWNER"),
            web1 -> assertThat(web1).endsWith("   " + Files.getOwner(directory).getName()),
            web2 -> assertThat(web2).endsWith("   #4294967294"));
  }

  @Test
  void controlCharactersOfAStateDoNotReachTheTerminal() throws IOException {
    states.put("web1", stopped("web1").replace("/b/web1\"", "/b/\\u001b[2J\""));
    assertThat(list().out()).contains("/b/?[2J   ");
  }

  @Test
  void withoutRootTheUsersRuntimeDirectoryIsRead() throws IOException {
    boolean isSuperuser = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Call call = Call.with(Map.of("XDG_RUNTIME_DIR", root.toString()), "list", "-q");
    assertThat(call.status()).isZero();
    if (!isSuperuser) {
      Files.createDirectory(root.resolve("jwasm"));
      new StateDirectory(root.resolve("jwasm")).put("web1", stopped("web1"));
      assertThat(Call.with(Map.of("XDG_RUNTIME_DIR", root.toString()), "list", "-q").out())
          .isEqualTo("web1\n");
    }
  }

  @Test
  void withoutRuntimeDirectoryTheSystemsRootIsRead() {
    if (Files.notExists(Path.of("/run/jwasm"))) {
      assertThat(Call.of("list", "-q")).isEqualTo(new Call(0, "", ""));
      assertThat(Call.with(Map.of("XDG_RUNTIME_DIR", "relative"), "list", "-q"))
          .isEqualTo(new Call(0, "", ""));
    }
  }

  private Call list(String... flags) {
    String[] arguments = new String[flags.length + 3];
    arguments[0] = "--root";
    arguments[1] = root.toString();
    arguments[2] = "list";
    System.arraycopy(flags, 0, arguments, 3, flags.length);
    return Call.of(arguments);
  }

  private long putRunning(String id, String more) throws IOException {
    Process process = states.start("sleep", "600");
    String json =
        StateDirectory.json(
            id, process.pid(), StateDirectory.startTime(process.pid()), "running", more);
    states.put(id, more.isEmpty() ? json : json.replace("\"annotations\":{},", ""));
    return process.pid();
  }

  private static String stopped(String id) {
    return StateDirectory.json(id, 0, 0, "stopped", "");
  }
}
