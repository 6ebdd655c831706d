package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users and operators see of a sandbox that fails itself: a crash of its JVM, a bug. */
@Tag("security")
final class BrokenSandboxTest {
  private static final String WORDS =
      "jwasm: internal error: this is a bug of jwasm, not of the program\n";

  @RegisterExtension final Containers containers = Containers.underTest();

  @AfterEach
  void removeKeptLogs() {
    CrashLogs.remove(Scratch.marker());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEGV", "BUS", "ILL", "FPE", "ABRT"})
  @NotOnReference("runc's container is the program itself")
  void aCrashEndsWith128AndTellsTheProgramsReadersNothingOfTheHost(String signal)
      throws IOException {
    String id = Scratch.newId();
    Path log = Scratch.file("log");
    Command run =
        containers
            .verb("--log", log, "--log-format", "json", "run", "--bundle")
            .and(containers.bundle("loop").directory(), id);
    try (LiveProcess process = run.start()) {
      process.awaitOutput("ready\n");
      kill(signal, containers.pid(id));
      Outcome outcome = process.join().exits(128);

      assertThat(outcome.out()).isEqualTo("ready\n");
      assertThat(outcome.err()).isEqualTo(WORDS);
    }
    assertThat(Json.parseLines(Files.readString(log)))
        .anySatisfy(
            line ->
                assertThat(line.path("msg").asText())
                    .startsWith("internal error: the sandbox's Java crashed"));
    List<Path> kept = CrashLogs.of(id);
    assertThat(kept).as("logs that outlive the container").hasSize(1);
    // Not UTF-8: where uname(2) is denied the JVM prints whatever was in the buffer.
    assertThat(Files.readString(kept.getFirst(), StandardCharsets.ISO_8859_1))
        .contains(signal.equals("ABRT") ? "internal error" : "SIG" + signal);
    assertThat(Files.getPosixFilePermissions(kept.getFirst()))
        .as("who may read it")
        .noneMatch(permission -> !permission.name().startsWith("OWNER"));
  }

  @Test
  @NotOnReference("runc's container is the program itself")
  void aSandboxThatEndsAsItsProgramWantedLeavesNoLog() {
    String id = Scratch.newId();
    containers.running(containers.bundle("trap"), id).run().exits(134);

    assertThat(CrashLogs.of(id)).isEmpty();
  }

  @Test
  @NotOnReference("an option of jwasm")
  void theDebugLogMayBeADirectoryWithAFileForEachSandbox() throws IOException {
    Path directory = Scratch.file("debug");
    for (int i = 0; i < 2; i++) {
      containers
          .verb("--debug", "--debug-log", directory + "/", "run", "--bundle")
          .and(containers.bundle("hello").directory(), Scratch.newId())
          .run()
          .ok();
    }

    try (Stream<Path> logs = Files.list(directory)) {
      assertThat(logs)
          .hasSize(2)
          .allSatisfy(
              log -> {
                assertThat(log.getFileName().toString())
                    .matches("jwasm\\.log\\.\\d{8}-\\d{6}\\.\\d{6}\\." + id() + "\\.boot\\.txt");
                assertThat(log).content().contains("ended with status 0");
              });
    }
  }

  @Test
  @NotOnReference("runc's container is the program itself")
  void aBugDuringCreateFailsItWithOneLine() {
    Outcome outcome =
        containers
            .verb("--sandbox-option=-Djwasm.hostkernel=/nowhere", "run", "--bundle")
            .and(containers.bundle("hello").directory(), Scratch.newId())
            .run();

    outcome.refused(
        "the sandbox ended before the container was created (exit status 128)", "internal error");
  }

  /** The JVM needs a thread for the program, which the host refuses. */
  @Test
  @NotOnReference("runc's container is the program itself")
  void aSandboxThatGetsNoThreadDoesNotLinger() throws IOException {
    String id = Scratch.newId();
    Bundle bundle = containers.bundle("hello").setLinux("resources", "{\"pids\":{\"limit\":100}}");
    Command create = containers.verb("create", "--bundle", bundle.directory(), id);
    try (LiveProcess reaper = Command.of(Guests.tool("reaper")).and(create.words()).start()) {
      reaper.awaitOutput("command 0\n");
      long pid = containers.pid(id);
      Files.writeString(pidsMax(pid), "1");
      containers.start(id).ok();
      Outcome outcome = reaper.join().ok();

      assertThat(outcome.out()).contains(pid + " 128\n");
      assertThat(outcome.err())
          .matches("jwasm: out of memory or threads; [^\\n]* pids limits [^\\n]*\n");
    }
  }

  @Test
  void aStoppedSandboxAnswersAndCanBeDeleted() {
    String id = containers.ready(containers.bundle("loop"));
    kill("STOP", containers.pid(id));

    assertThat(containers.status(id)).isEqualTo("running");
    containers.kill(id, "TERM").ok();
    containers.verb("delete", "--force", id).within(Duration.ofSeconds(20)).run().ok();
    assertThat(containers.stateDirectories()).isEmpty();
  }

  @Test
  void aStoppedSandboxIsKilled() {
    String id = containers.ready(containers.bundle("loop"));
    kill("STOP", containers.pid(id));
    containers.kill(id, "KILL").ok();

    containers.awaitStatus(id, "stopped");
  }

  private static String id() {
    return Scratch.marker() + "-\\d+";
  }

  private static void kill(String signal, long pid) {
    Command.of("kill", "-s", signal, pid).run().ok();
  }

  private static Path pidsMax(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/%d/cgroup".formatted(pid)))) {
      String[] group = line.split(":", 3);
      String controller = group[1].isEmpty() ? "" : "/" + group[1];
      Path file = Path.of("/sys/fs/cgroup" + controller + group[2] + "/pids.max");
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new AssertionError("no pids controller");
  }
}
