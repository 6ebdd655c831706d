package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a guest ends: by a trap, or by a signal that {@code run} forwards. */
final class EndOfGuestTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @CsvSource({
    "trap, unreachable, boom",
    "divide, divide by zero, divide",
    "stackoverflow, stack, down",
  })
  @NotOnReference("a native program does not trap")
  void aTrapEndsWith134AndOneLineNamingItAndTheFunction(
      String guest, String trap, String function) {
    Outcome outcome = containers.run(containers.bundle(guest)).exits(134);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines()).as("%s", outcome).hasSize(1);
    assertThat(outcome.err()).containsIgnoringCase(trap).contains(function);
  }

  /**
   * The archive of classes has what was used at the build: the rest comes from the jar, behind the
   * filter.
   */
  @ParameterizedTest
  @CsvSource({"wasm, auto", "wasm, off", "interpreter, auto", "interpreter, off"})
  @NotOnReference("a native program does not trap")
  void classesThatNoArchiveHasAreLoaded(String platform, String archive) throws Exception {
    Path log = Scratch.file("log");
    Outcome outcome =
        containers
            .verb("--platform=" + platform, "--sandbox-option=-XX:AOTMode=" + archive)
            .and("--debug", "--debug-log=" + log, "run")
            .and("--bundle", containers.bundle("trap").directory(), Scratch.newId())
            .run()
            .exits(134);

    assertThat(outcome.err()).contains("unreachable");
    assertThat(log).content().contains("sentry booted").doesNotContain("denied");
  }

  @Test
  @NotOnReference("a native program does not trap")
  void aTrapIsAlsoOnTheLog() throws Exception {
    Path log = Scratch.file("log");
    containers
        .verb("--log", log, "--log-format", "json", "run", "--bundle")
        .and(containers.bundle("trap").directory(), Scratch.newId())
        .run()
        .exits(134);

    assertThat(Json.parseLines(Files.readString(log)))
        .anySatisfy(
            line -> assertThat(line.path("msg").asText()).contains("unreachable").contains("boom"));
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "QUIT, 131", "USR1, 138", "USR2, 140"})
  void aForwardedSignalEndsTheSleepingGuestAtOnce(String signal, int status) {
    assertEnds("sleep", signal, status);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "USR1, 138"})
  void aForwardedSignalEndsTheComputingGuestAtOnce(String signal, int status) {
    assertEnds("loop", signal, status);
  }

  @Test
  void aSignalEndsAGuestThatWaitsForInput() {
    try (LiveProcess run =
        containers.running(containers.bundle("cat"), Scratch.newId()).pipedInput().start()) {
      run.type("x");
      run.awaitOutput("x");
      run.signal("TERM");

      assertThat(run.join().exits(143).took()).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void sigkillEndsWith137() {
    String id = Scratch.newId();
    try (LiveProcess run = containers.running(containers.bundle("sleep"), id).start()) {
      run.awaitOutput("ready\n");
      containers.kill(id, "KILL").ok();

      run.join().exits(137);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep", "loop"})
  void signalsWhoseDefaultIsToIgnoreAreIgnored(String guest) {
    String id = Scratch.newId();
    try (LiveProcess run = containers.running(containers.bundle(guest), id).start()) {
      run.awaitOutput("ready\n");
      for (String signal : new String[] {"WINCH", "CHLD", "CONT", "URG"}) {
        containers.kill(id, signal).ok();
      }
      assertThat(containers.status(id)).isEqualTo("running");
      run.signal("WINCH");
      run.signal("TERM");

      run.join().exits(143);
    }
  }

  private void assertEnds(String guest, String signal, int status) {
    try (LiveProcess run = containers.running(containers.bundle(guest), Scratch.newId()).start()) {
      run.awaitOutput("ready\n");
      long signalledNanos = System.nanoTime();
      run.signal(signal);
      Outcome outcome = run.join().exits(status);

      assertThat(outcome.out()).isEqualTo("ready\n");
      assertThat(Duration.ofNanos(System.nanoTime() - signalledNanos))
          .isLessThan(Duration.ofSeconds(5));
    }
  }
}
