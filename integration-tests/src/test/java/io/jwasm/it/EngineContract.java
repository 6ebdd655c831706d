package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of docker's command line, and of podman's, do with a container. */
abstract class EngineContract {
  private final Engine engine;

  EngineContract(Engine engine) {
    this.engine = engine;
  }

  @Test
  void helloPrintsExactlyOneLine() {
    Outcome outcome = engine.run("--rm", Image.NAME, "/hello.wasm").run().ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"42, 42", "0, 0", "255, 255"})
  void exitCodeComesThrough(String code, int status) {
    engine.run("--rm", Image.NAME, "/exit.wasm", code).run().exits(status);
  }

  @Test
  void aCrashOfTheSandboxIsNotTakenForAnEndOfTheProgram() {
    String id = engine.ready(Image.NAME, "/loop.wasm");
    Command.of("kill", "-s", "SEGV", engine.inspect(id, "{{.State.Pid}}")).run().ok();

    assertThat(engine.command("wait", id).run().ok().out().strip()).isEqualTo("128");
    Outcome logs = engine.command("logs", id).run().ok();
    assertThat(logs.out()).isEqualTo("ready\n");
    assertThat(logs.err())
        .isEqualTo("jwasm: internal error: this is a bug of jwasm, not of the program\n");
    engine.command("rm", "--force", id).run().ok();
    assertThat(CrashLogs.of(id)).as("what outlives the container").hasSize(1);
    CrashLogs.remove(id);
  }

  @Test
  void argumentsArriveUnchanged() {
    assertThat(
            engine
                .run("--rm", Image.NAME, "/args.wasm", "one", "two words", "", "--flag")
                .run()
                .ok()
                .out())
        .isEqualTo("/args.wasm\none\ntwo words\n\n--flag\n");
  }

  @Test
  void anEntrypointGetsTheArguments() {
    assertThat(engine.run("--rm", "--entrypoint", "/args.wasm", Image.NAME, "one").run().ok().out())
        .isEqualTo("/args.wasm\none\n");
  }

  @Test
  void environmentArrives() {
    assertThat(
            engine
                .run("--rm", "-e", "GREETING=hello you", "-e", "EMPTY=", Image.NAME, "/env.wasm")
                .run()
                .ok()
                .out())
        .contains("GREETING=hello you\n", "EMPTY=\n", "PATH=", "HOSTNAME=");
  }

  @Test
  void theWorkingDirectoryIsWhereARelativeProgramIsFound() {
    assertThat(engine.run("--rm", "-w", "/app", Image.NAME, "./hello.wasm").run().ok().out())
        .isEqualTo("hello world\n");
  }

  @Test
  void standardErrorIsKeptApart() {
    Outcome outcome = engine.run("--rm", Image.NAME, "/stderr.wasm").run().ok();

    assertThat(outcome.out()).isEqualTo("out\n");
    assertThat(outcome.err()).isEqualTo("err\n");
  }

  @Test
  void standardInputGoesBothWays() {
    try (LiveProcess cat = engine.run("--rm", "-i", Image.NAME, "/cat.wasm").pipedInput().start()) {
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
    // Without a log, which would hold every byte again.
    Pipeline.assertCopies(
        engine.run("--rm", "-i", engine.withoutLog(), Image.NAME, "/cat.wasm"), Pipeline.GIBIBYTE);
  }

  @Test
  void theLogHoldsBothStreams() {
    String id = engine.detached(Image.NAME, "/stderr.wasm");
    engine.command("wait", id).run().ok();
    Outcome logs = engine.command("logs", id).run().ok();

    assertThat(logs.out()).isEqualTo("out\n");
    assertThat(logs.err()).isEqualTo("err\n");
  }

  @ParameterizedTest
  @CsvSource({"/sleep.wasm", "/loop.wasm"})
  void stopIsObeyedAtOnce(String guest) {
    String id = engine.ready(Image.NAME, guest);
    Outcome stop = engine.command("stop", id).run().ok();

    // The grace before SIGKILL is 10 seconds.
    assertThat(stop.took()).isLessThan(Duration.ofSeconds(4));
    assertThat(engine.inspect(id, "{{.State.ExitCode}} {{.State.Running}}")).isEqualTo("143 false");
  }

  @ParameterizedTest
  @CsvSource({"read", "poll"})
  void stopIsObeyedAtOnceByAGuestThatWaitsForInput(String mode) {
    String id = engine.ready("-i", Image.NAME, "/waiting.wasm", mode);
    Outcome stop = engine.command("stop", id).run().ok();

    assertThat(stop.took()).isLessThan(Duration.ofSeconds(4));
    assertThat(engine.inspect(id, "{{.State.ExitCode}}")).isEqualTo("143");
  }

  @ParameterizedTest
  @CsvSource({"USR1, 138", "10, 138", "SIGINT, 130", "KILL, 137"})
  void killSendsTheSignal(String signal, String status) {
    String id = engine.ready(Image.NAME, "/sleep.wasm");
    engine.command("kill", "-s", signal, id).run().ok();

    assertThat(engine.command("wait", id).run().ok().out().strip()).isEqualTo(status);
  }

  @Test
  void aSignalThatIsIgnoredByDefaultIsIgnored() {
    String id = engine.ready(Image.NAME, "/sleep.wasm");
    engine.command("kill", "-s", "WINCH", id).run().ok();

    assertThat(engine.command("stop", id).run().ok().out().strip()).isEqualTo(id);
    assertThat(engine.inspect(id, "{{.State.ExitCode}}")).isEqualTo("143");
  }

  @Test
  void restartRunsTheGuestAgain() {
    String id = engine.ready(Image.NAME, "/sleep.wasm");
    engine.command("restart", id).run().ok();

    Eventually.until("ready a second time", () -> engine.logs(id).equals("ready\nready\n"));
    assertThat(engine.inspect(id, "{{.State.Running}}")).isEqualTo("true");
  }

  @Test
  void aStoppedContainerIsStartedAgain() {
    String id = engine.detached(Image.NAME, "/hello.wasm");
    engine.command("wait", id).run().ok();

    assertThat(engine.command("start", "--attach", id).run().ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void fiveAtOnceDoNotMixUp() {
    List<LiveProcess> runs =
        Stream.of("1", "2", "3", "4", "5")
            .map(name -> engine.run("--rm", Image.NAME, "/args.wasm", name).start())
            .toList();

    for (int i = 0; i < 5; i++) {
      assertThat(runs.get(i).join().ok().out()).isEqualTo("/args.wasm\n%d\n".formatted(i + 1));
    }
  }

  @Test
  void removedContainersLeaveNothing() {
    // The first container may make what all have in common.
    engine.run("--rm", Image.NAME, "/hello.wasm").run().ok();
    Eventually.until("an end of the container", () -> engine.containers().isEmpty());
    List<String> before = traces();
    engine.run("--rm", Image.NAME, "/hello.wasm").run().ok();
    engine.run("--rm", Image.NAME, "/exit.wasm").run().exits(42);
    engine.run("--rm", Image.NAME, "/no-such.wasm").run();

    Eventually.until("an end of the containers", () -> engine.containers().isEmpty());
    Eventually.until(
        () -> "%s to become %s".formatted(traces(), before),
        Eventually.PATIENCE,
        () -> before.containsAll(traces()));
  }

  @Test
  void aTerminalTurnsLineFeedsIntoCarriageReturnAndLineFeed() {
    Outcome outcome = engine.run("--rm", "-t", Image.NAME, "/hello.wasm").run().ok();

    assertThat(outcome.out()).isEqualTo("hello world\r\n");
  }

  @Test
  void aContainerThatWasOnlyCreatedIsRemoved() {
    String id = engine.container("create").and(Image.NAME, "/hello.wasm").run().ok().out().strip();
    assertThat(engine.containers()).containsExactly(id);

    engine.command("rm", id).run().ok();
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void aReadOnlyRootFileSystemAndAnotherUserAreFine() {
    assertThat(
            engine
                .run("--rm", "--read-only", "-u", "1234:2345", Image.NAME, "/hello.wasm")
                .run()
                .ok()
                .out())
        .isEqualTo("hello world\n");
  }

  @Test
  void resourceLimitsAreAccepted() {
    assertThat(
            engine
                .run("--rm", "-m", "256m", "--pids-limit", "200", Image.NAME, "/hello.wasm")
                .run()
                .ok()
                .out())
        .isEqualTo("hello world\n");
  }

  @Test
  @NotOnReference("the guest is WebAssembly")
  void threadsCountTogether() {
    assertThat(engine.run("--rm", Image.NAME, "/threads.wasm", "count").run().ok().out())
        .isEqualTo("counted 400000\n");
  }

  @Test
  @NotOnReference("the guest is WebAssembly")
  void threadsAreAsManyAsThePidsLimitLeavesBesidesTheFirst() {
    assertThat(
            engine
                .run("--rm", "--pids-limit", "10", Image.NAME, "/threads.wasm", "limit")
                .run()
                .ok()
                .out())
        .isEqualTo("started 9, then -6\nand again\n");
  }

  @ParameterizedTest
  @CsvSource({"spin", "wait", "sleep"})
  @NotOnReference("the guest is WebAssembly")
  void stopIsObeyedAtOnceByManyThreads(String mode) {
    String id = engine.ready(Image.NAME, "/threads.wasm", mode);
    Outcome stop = engine.command("stop", id).run().ok();

    assertThat(stop.took()).isLessThan(Duration.ofSeconds(4));
    assertThat(engine.inspect(id, "{{.State.ExitCode}}")).isEqualTo("143");
  }

  @Test
  void aProgramThatIsNotThereIsReported() {
    Outcome outcome = engine.run("--rm", Image.NAME, "/no-such.wasm").run();

    assertThat(outcome.exit()).as("%s", outcome).isBetween(125, 127);
    assertThat(outcome.err()).contains("/no-such.wasm").contains("no such file");
  }

  @Test
  @NotOnReference("the guest is native")
  void aNativeProgramIsReportedInOneSentence() {
    Outcome outcome = engine.run("--rm", Image.NAME, "/bin/sh").run();

    assertThat(outcome.exit()).as("%s", outcome).isBetween(125, 127);
    assertThat(outcome.err())
        .contains(
            "exec format error: /bin/sh is an ELF x86-64 program; jwasm runs WebAssembly modules");
  }

  private static List<String> traces() {
    return HostTraces.of(Scratch.marker()).stream()
        .filter(trace -> !trace.startsWith("process"))
        // The engines' own, not a container's: docker collects the network namespaces that it made
        // once a
        // minute, and podman mounts the root of its storage on itself whenever it likes.
        .filter(trace -> !trace.contains("/exec/netns/") && !trace.endsWith("/data/overlay"))
        .toList();
  }
}
