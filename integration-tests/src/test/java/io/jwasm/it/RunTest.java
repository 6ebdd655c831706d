package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} of a bundle in the foreground: output, arguments, environment, exit status. */
final class RunTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void helloPrintsExactlyOneLine() {
    Outcome outcome = containers.run(containers.bundle("hello")).ok();

    assertThat(outcome.out()).isEqualTo("hello world\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void standardErrorIsKeptApart() {
    Outcome outcome = containers.run(containers.bundle("stderr")).ok();

    assertThat(outcome.out()).isEqualTo("out\n");
    assertThat(outcome.err()).isEqualTo("err\n");
  }

  @Test
  void exitCodeComesThrough() {
    containers.run(containers.bundle("exit")).exits(42);
  }

  /** Ignored, SIGCHLD would be so for the runtime too: the kernel keeps no status for it then. */
  @Test
  void exitCodesComeThroughWhenTheCallerIgnoresItsChildren() {
    Bundle bundle = containers.bundle("exit");
    bundle.set("hooks", "{\"createRuntime\":[{\"path\":\"/bin/true\"}]}");
    Command.of("env", "--ignore-signal=CHLD")
        .and(containers.running(bundle, Scratch.newId()).words())
        .run()
        .exits(42);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "126, 126", "255, 255", "256, 0", "300, 44"})
  void exitCodeIsTakenModulo256(String code, int status) {
    Outcome outcome = containers.run(containers.bundle("exit", code)).exits(status);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void argumentsArriveUnchanged() {
    Bundle bundle = containers.bundle("args", "one", "two words", "", "--debug", "ümläut", "$HOME");

    assertThat(containers.run(bundle).ok().out())
        .isEqualTo("/args.wasm\none\ntwo words\n\n--debug\nümläut\n$HOME\n");
  }

  @Test
  void aThousandArgumentsArrive() {
    String[] thousand = new String[1000];
    Arrays.setAll(thousand, i -> "argument-" + i);

    assertThat(containers.run(containers.bundle("args", thousand)).ok().out().lines().skip(1))
        .containsExactly(thousand);
  }

  @Test
  void environmentIsTheOneOfTheConfiguration() {
    Bundle bundle =
        containers
            .bundle("env")
            .setProcess("env", "[\"PATH=/bin\",\"A=1\",\"EMPTY=\",\"B=x=y z\"]");
    Outcome outcome =
        containers.running(bundle, Scratch.newId()).with("SECRET", "of the host").run().ok();

    // HOME is what runc adds from the user's entry in /etc/passwd.
    List<String> entries = outcome.out().lines().filter(line -> !line.startsWith("HOME=")).toList();
    assertThat(entries).containsExactly("PATH=/bin", "A=1", "EMPTY=", "B=x=y z");
  }

  @Test
  void aRelativeProgramIsFoundBelowTheWorkingDirectory() {
    Bundle bundle = containers.bundle("hello").args("./app.wasm").setProcess("cwd", "\"/srv/app\"");
    bundle.put("/srv/app/app.wasm", containers.runtime().guest("hello"));

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void standardInputIsCopiedToStandardOutput() {
    Outcome outcome =
        containers
            .running(containers.bundle("cat"), Scratch.newId())
            .input("first\nlast without end")
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("first\nlast without end");
  }

  @Test
  void emptyStandardInputEndsAtOnce() {
    assertThat(containers.run(containers.bundle("cat")).ok().out()).isEmpty();
  }

  @Test
  void aDialogueIsNotBuffered() {
    try (LiveProcess cat =
        containers.running(containers.bundle("cat"), Scratch.newId()).pipedInput().start()) {
      cat.type("question\n");
      cat.awaitOutput("question\n");
      cat.type("answer\n");
      cat.awaitOutput("question\nanswer\n");
      cat.endInput();
      cat.join().ok();
    }
  }

  @Test
  void aGibibyteGoesThroughByteForByte() {
    Pipeline.assertCopies(
        containers.running(containers.bundle("cat"), Scratch.newId()), Pipeline.GIBIBYTE);
  }

  @Test
  void theBundleIsTheWorkingDirectoryUnlessNamed() {
    Bundle bundle = containers.bundle("hello");

    assertThat(containers.verb("run", Scratch.newId()).in(bundle.directory()).run().ok().out())
        .isEqualTo("hello world\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "args", "env", "cat", "exit", "stderr"})
  @NotOnReference("the guest is WebAssembly")
  void aProgramOfWasiLibcDoesTheSameAsTheHandwrittenOne(String guest) {
    Bundle handwritten = containers.bundle(guest, "7");
    Bundle compiled = containers.bundle(guest, "7").put("/" + guest + ".wasm", Guests.wasi(guest));
    Outcome expected = containers.running(handwritten, Scratch.newId()).input("in\n").run();
    Outcome actual = containers.running(compiled, Scratch.newId()).input("in\n").run();

    actual.exits(expected.exit());
    assertThat(actual.out()).isEqualTo(expected.out());
    assertThat(actual.err()).isEqualTo(expected.err());
  }

  @Test
  void detachedItLeavesThePidInAFileAndGoesOn() {
    String id = Scratch.newId();
    Bundle bundle = containers.bundle("sleep");
    Path pidFile = bundle.directory().resolve("pid");
    Outcome outcome =
        containers
            .verb("run", "--detach", "--pid-file", pidFile, "--bundle", bundle.directory(), id)
            .run()
            .ok();

    assertThat(containers.status(id)).isEqualTo("running");
    assertThat(pidFile).hasContent(Long.toString(containers.pid(id)));
    Eventually.until("output of the detached guest", () -> outcome.out().equals("ready\n"));
    containers.kill(id, "KILL").ok();
    containers.awaitStatus(id, "stopped");
    containers.delete(id).ok();
  }

  @Test
  void inTheForegroundTheContainerIsGoneAfterwards() {
    containers.run(containers.bundle("hello")).ok();

    assertThat(containers.stateDirectories()).isEmpty();
    containers.assertNothingLeft();
  }

  @Test
  @NotOnReference("runc 1.1 has no --keep")
  void keptItStaysStopped() {
    String id = Scratch.newId();
    containers
        .verb("run", "--keep", "--bundle", containers.bundle("exit").directory(), id)
        .run()
        .exits(42);

    assertThat(containers.status(id)).isEqualTo("stopped");
    containers.delete(id).ok();
  }
}
