package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ctr run --runtime io.containerd.runc.v2 --runc-binary .../bin/jwasm}. */
final class ContainerdTest {
  private static final List<String> REMOVE = List.of("--rm");

  @RegisterExtension
  static final ContainerdEngine containerd = new ContainerdEngine(ContainerRuntime.underTest());

  private final String id = Scratch.newId();

  @Test
  void helloPrintsExactlyOneLine() {
    Outcome outcome = containerd.run(REMOVE, id, "/hello.wasm").run().ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void exitCodeComesThrough() {
    containerd.run(REMOVE, id, "/exit.wasm").run().exits(42);
  }

  @Test
  void argumentsArriveUnchanged() {
    assertThat(containerd.run(REMOVE, id, "/args.wasm", "one", "two words", "").run().ok().out())
        .isEqualTo("/args.wasm\none\ntwo words\n\n");
  }

  @Test
  void environmentArrives() {
    assertThat(
            containerd
                .run(List.of("--rm", "--env", "GREETING=hello you"), id, "/env.wasm")
                .run()
                .ok()
                .out())
        .contains("GREETING=hello you\n", "PATH=/usr/bin:/bin\n");
  }

  @Test
  void theWorkingDirectoryIsWhereARelativeProgramIsFound() {
    assertThat(
            containerd.run(List.of("--rm", "--cwd", "/app"), id, "./hello.wasm").run().ok().out())
        .isEqualTo("hello world\n");
  }

  @Test
  void standardErrorIsKeptApart() {
    Outcome outcome = containerd.run(REMOVE, id, "/stderr.wasm").run().ok();

    assertThat(outcome.out()).isEqualTo("out\n");
    assertThat(outcome.err()).isEqualTo("err\n");
  }

  @Test
  void standardInputGoesBothWays() {
    try (LiveProcess cat = containerd.run(REMOVE, id, "/cat.wasm").pipedInput().start()) {
      cat.type("question\n");
      cat.awaitOutput("question\n");
      cat.type("answer\n");
      cat.awaitOutput("answer\n");
      cat.endInput();

      assertThat(cat.join().ok().out()).isEqualTo("question\nanswer\n");
    }
  }

  @Test
  void aGibibyteGoesThroughByteForByte() {
    Pipeline.assertCopies(containerd.run(REMOVE, id, "/cat.wasm"), Pipeline.GIBIBYTE);
  }

  @ParameterizedTest
  @CsvSource({"SIGTERM, 143", "SIGINT, 130", "SIGUSR1, 138", "SIGKILL, 137"})
  void killSendsTheSignal(String signal, int status) {
    try (LiveProcess run = containerd.run(REMOVE, id, "/sleep.wasm").start()) {
      run.awaitOutput("ready\n");
      containerd.ctr("tasks", "kill", "--signal", signal, id).run().ok();

      run.join().exits(status);
    }
  }

  @Test
  void aDetachedTaskRunsUntilItIsKilled() throws IOException {
    Path log = Scratch.file("log");
    containerd.run(List.of("--detach", "--log-uri", "file://" + log), id, "/sleep.wasm").run().ok();
    Eventually.until("ready in the log", () -> isReady(log));
    assertThat(containerd.status(id)).isEqualTo("RUNNING");
    assertThat(containerd.ctr("tasks", "ps", id).run().ok().out().lines().skip(1)).hasSize(1);

    containerd.ctr("tasks", "kill", id).run().ok();
    Eventually.until("a stopped task", () -> containerd.status(id).equals("STOPPED"));
    assertThat(containerd.ctr("tasks", "delete", id).run().err()).contains("exit code 143");
    containerd.ctr("containers", "delete", id).run().ok();
  }

  @Test
  void aStoppedContainerIsStartedAgain() throws IOException {
    Path log = Scratch.file("log");
    containerd.run(List.of("--detach", "--log-uri", "file://" + log), id, "/hello.wasm").run().ok();
    Eventually.until("a stopped task", () -> containerd.status(id).equals("STOPPED"));
    containerd.ctr("tasks", "delete", id).run().ok();

    assertThat(containerd.ctr("tasks", "start", id).run().ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void fiveAtOnceDoNotMixUp() {
    List<LiveProcess> runs =
        Stream.of("1", "2", "3", "4", "5")
            .map(name -> containerd.run(REMOVE, Scratch.newId(), "/args.wasm", name).start())
            .toList();

    for (int i = 0; i < 5; i++) {
      assertThat(runs.get(i).join().ok().out()).isEqualTo("/args.wasm\n%d\n".formatted(i + 1));
    }
  }

  @Test
  void removedContainersLeaveNothing() {
    containerd.run(REMOVE, id, "/hello.wasm").run().ok();

    assertThat(containerd.containers()).isEmpty();
    Eventually.until(
        () -> "an end of " + HostTraces.of(id),
        Eventually.PATIENCE,
        () -> HostTraces.of(id).isEmpty());
  }

  @Test
  void aProgramThatIsNotThereIsReported() {
    Outcome outcome = containerd.run(REMOVE, id, "/no-such.wasm").run();

    assertThat(outcome.exit()).as("%s", outcome).isNotZero();
    assertThat(outcome.err()).contains("/no-such.wasm").contains("no such file");
  }

  @Test
  @NotOnReference("the guest is native")
  void aNativeProgramIsReportedInOneSentence() {
    Outcome outcome = containerd.run(REMOVE, id, "/bin/sh").run();

    assertThat(outcome.exit()).as("%s", outcome).isNotZero();
    assertThat(outcome.err())
        .contains(
            "exec format error: /bin/sh is an ELF x86-64 program; jwasm runs WebAssembly modules");
  }

  private static boolean isReady(Path log) {
    try {
      return Files.exists(log) && Files.readString(log).equals("ready\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
