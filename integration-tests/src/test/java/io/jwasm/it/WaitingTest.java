package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A guest that waits: for its streams, for a FIFO, for the time, for what it computes; and how a
 * signal ends it then.
 */
final class WaitingTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void aPollOfInputEndsWithItsTimeout() {
    try (LiveProcess run = waiting("poll", "20").pipedInput().start()) {
      run.awaitOutput("ready\n0\n");
      assertThat(run.join().ok().out()).isEqualTo("ready\n0\n");
    }
  }

  @Test
  void aPollOfInputEndsWithTheFirstByte() {
    try (LiveProcess run = waiting("poll", "-1").pipedInput().start()) {
      run.awaitOutput("ready\n");
      run.type("x");
      assertThat(run.join().ok().out()).isEqualTo("ready\n1 in\n");
    }
  }

  @Test
  void aPollOfInputTellsThatItHasEnded() {
    try (LiveProcess run = waiting("poll", "-1").pipedInput().start()) {
      run.awaitOutput("ready\n");
      run.endInput();
      assertThat(run.join().ok().out()).startsWith("ready\n1 ").contains("hup");
    }
  }

  @Test
  void inputFromAFileIsAlwaysReady() {
    assertThat(waiting("poll", "-1").input("text").run().ok().out()).isEqualTo("ready\n1 in\n");
  }

  @Test
  void nonblockingInputDoesNotWait() {
    try (LiveProcess run = waiting("nonblocking-read").pipedInput().start()) {
      assertThat(run.join().ok().out())
          .isEqualTo("ready\nread: Resource temporarily unavailable\n");
    }
  }

  @Test
  void nonblockingOutputTakesWhatFits() {
    try (LiveProcess run = waiting("nonblocking-write").startStreaming()) {
      assertThat(run.join().ok().err()).matches("\\d+, then Resource temporarily unavailable\n");
    }
  }

  @Test
  @NotOnReference("there is only one kernel, and the flag is the pipe's")
  void whoSharesAStreamDoesNotSeeThatItIsNonblocking() {
    Command shell =
        Command.of("sh", "-c", "\"$@\"; grep flags /proc/self/fdinfo/0", "sh")
            .and(waiting("nonblocking-read").words())
            .pipedInput();
    try (LiveProcess run = shell.start()) {
      // O_NONBLOCK would be 04000.
      assertThat(run.join().ok().out()).containsPattern("flags:\\s+0*([0-3]\\d{3})?\n");
    }
  }

  @Test
  @NotOnReference("a native program that writes to nobody gets SIGPIPE")
  void aFifoIsAPipeAmongTheProgramsOfTheContainer() {
    Bundle bundle = containers.program("waiting", "fifo", "fifo");
    Command.of("mkfifo", bundle.rootfs().resolve("fifo")).run().ok();

    assertThat(containers.run(bundle).ok().out())
        .isEqualTo(
            """
            ready
            writer alone: No such device or address
            empty without writers: 0
            empty: Resource temporarily unavailable
            write: 7
            poll: 2
            read: 7
            through
            fill: 65536
            full: Resource temporarily unavailable
            no reader: Broken pipe
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "read, -, wasm",
    "read, -, interpreter",
    "poll, -1, wasm",
    "poll, -1, interpreter",
    "open, fifo, wasm",
    "open, fifo, interpreter"
  })
  @NotOnReference("the platforms are ours")
  void aSignalEndsAGuestThatWaits(String mode, String argument, String platform) {
    Bundle bundle = containers.program("waiting", mode, argument);
    Command.of("mkfifo", bundle.rootfs().resolve("fifo")).run().ok();
    try (LiveProcess run = on(platform, bundle).pipedInput().start()) {
      run.awaitOutput("ready\n");
      assertEndsAtOnce(run);
    }
  }

  @ParameterizedTest
  @CsvSource({"wasm", "interpreter"})
  @NotOnReference("the platforms are ours")
  void aSignalEndsAGuestWhoseOutputNobodyTakes(String platform) {
    try (LiveProcess run = on(platform, containers.program("waiting", "write")).startStreaming()) {
      InputStream output = run.stdout();
      Eventually.until("a pipe that is full", () -> available(output) > 60_000);
      assertEndsAtOnce(run);
    }
  }

  @Test
  void aSignalEndsAGuestThatOnlyCounts() {
    try (LiveProcess run = waiting("count").start()) {
      run.awaitOutput("ready\n");
      assertEndsAtOnce(run);
    }
  }

  @Test
  void aSignalEndsAGuestThatReadsAFifoOfTheHost() {
    Path fifo = Scratch.file("fifo");
    Command.of("mkfifo", fifo).run().ok();
    Command shell =
        Command.of("sh", "-c", "exec \"$@\" <>\"$0\"", fifo).and(waiting("read").words());
    try (LiveProcess run = shell.start()) {
      run.awaitOutput("ready\n");
      assertEndsAtOnce(run);
    }
  }

  private static void assertEndsAtOnce(LiveProcess run) {
    long signalledNanos = System.nanoTime();
    run.signal("TERM");
    run.join().exits(143);
    assertThat(Duration.ofNanos(System.nanoTime() - signalledNanos))
        .isLessThan(Duration.ofSeconds(5));
  }

  private static int available(InputStream output) {
    try {
      return output.available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Command waiting(String... arguments) {
    return containers.running(containers.program("waiting", arguments), Scratch.newId());
  }

  private Command on(String platform, Bundle bundle) {
    return containers.verb(
        List.of("--platform", platform, "run", "--bundle"), bundle.directory(), Scratch.newId());
  }
}
