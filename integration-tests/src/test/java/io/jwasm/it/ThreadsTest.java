package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest with threads: wasi-threads over a shared memory. */
@NotOnReference("the guest is WebAssembly")
final class ThreadsTest {
  private static final String PIDS_10 = "{\"pids\":{\"limit\":10}}";

  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "interpreter"})
  void threadsCountTogether(String platform) {
    Outcome outcome =
        containers
            .verb("--platform", platform, "run", "--bundle")
            .and(threads("count").directory(), Scratch.newId())
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("counted 400000\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void theMemoryGrowsForEachThreadThatAsks() {
    assertThat(containers.run(threads("memory")).ok().out())
        .isEqualTo("every page has one owner\n");
  }

  @Test
  void twentyThousandThreadsAfterEachOtherLeaveNothing() {
    assertThat(containers.run(threads("turnover")).ok().out()).isEqualTo("ran 20000 threads\n");
  }

  @Test
  void theClockOfTheProcessCountsAllThreads() {
    assertThat(containers.run(threads("clocks")).ok().out()).isEqualTo("apart\n");
  }

  @Test
  void withoutALimitThereAreAThousandThreads() {
    assertThat(containers.run(threads("limit")).ok().out())
        .isEqualTo("started 1023, then -6\nand again\n");
  }

  @Test
  void thePidsLimitCountsTheFirstThreadToo() {
    assertThat(containers.run(threads("limit").setLinux("resources", PIDS_10)).ok().out())
        .isEqualTo("started 9, then -6\nand again\n");
  }

  @Test
  void aHostThatRefusesAThreadIsTheSameToTheProgram() {
    String id = Scratch.newId();
    Path log = Scratch.file("debug");
    Bundle bundle = threads("limit").setProcess("user", "{\"uid\":54321,\"gid\":54321}");
    Outcome outcome =
        // As many as a user without privileges may have, the JVM's own included.
        Command.of("prlimit", "--nproc=100")
            .and(containers.verb("--debug-log", log, "run", "--bundle").words())
            .and(bundle.directory(), id)
            .run()
            .ok();

    assertThat(outcome.out()).matches("started [1-9]\\d, then -6\nand again\n");
    assertThat(outcome.err()).isEmpty();
    assertThat(log).isEmptyFile();
  }

  @Test
  void theReturnOfTheFirstThreadEndsAll() {
    Outcome outcome = containers.run(threads("return")).ok();

    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void theExitOfAThreadEndsAll() {
    Outcome outcome = containers.run(threads("exit")).exits(42);

    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aTrapOfAThreadEndsAllAndIsNamed() {
    Outcome outcome = containers.run(threads("trap")).exits(134);

    assertThat(outcome.err().lines()).as("%s", outcome).hasSize(1);
    assertThat(outcome.err()).contains("unreachable").contains("trap_of_thread");
  }

  @ParameterizedTest
  @CsvSource({
    "spin, TERM, 143",
    "wait, TERM, 143",
    "sleep, TERM, 143",
    "read, TERM, 143",
    "spin, INT, 130"
  })
  void aSignalEndsAllThreadsAtOnce(String mode, String signal, int status) {
    try (LiveProcess run =
        containers.running(threads(mode), Scratch.newId()).pipedInput().start()) {
      run.awaitOutput("ready\n");
      long signalledNanos = System.nanoTime();
      run.signal(signal);
      run.join().exits(status);

      assertThat(Duration.ofNanos(System.nanoTime() - signalledNanos))
          .isLessThan(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unshared-memory, is a memory that is not shared",
    "threads-own-memory, 'imports wasi.thread-spawn, but not its only memory'",
    "threads-no-entry, exports no function wasi_thread_start"
  })
  void aModuleThatCannotHaveThreadsIsRefused(String guest, String reason) {
    containers
        .create(containers.bundle(guest), Scratch.newId())
        .refused("/" + guest + ".wasm", reason);
  }

  private static Bundle threads(String mode) {
    return Bundle.empty()
        .put("/threads.wasm", Guests.threaded("threads"))
        .args("/threads.wasm", mode);
  }
}
