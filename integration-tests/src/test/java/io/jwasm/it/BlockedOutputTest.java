package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody reads what the program writes, or nobody ever will; and how soon it ends then. */
@Tag("security")
final class BlockedOutputTest {
  private static final boolean CAMPAIGN = Boolean.getBoolean("jwasm.campaign");
  private static final int EPIPE = 64;

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  @NotOnReference("64 is EPIPE of WASI")
  void aReaderThatIsGoneIsAnErrorOfTheProgramsWrite() throws IOException {
    try (LiveProcess run =
        containers.running(containers.bundle("flood"), Scratch.newId()).startStreaming()) {
      run.stdout().close();

      run.join().exits(EPIPE);
    }
  }

  @Test
  @Timeout(900)
  @NotOnReference("there is no native flood")
  void aReaderThatNeverReadsCostsNoMemory() throws IOException {
    String id = Scratch.newId();
    long addedKib;
    try (LiveProcess run = containers.running(containers.bundle("flood"), id).startStreaming()) {
      Eventually.until("ready", () -> run.soFar().err().contains("ready"));
      Eventually.until("a running container", () -> containers.status(id).equals("running"));
      long pid = containers.pid(id);
      long before = settledKib(pid);
      waitFor(CAMPAIGN ? Duration.ofMinutes(10) : Duration.ofSeconds(3));
      addedKib = rssKib(pid) - before;
      long askedNanos = System.nanoTime();
      containers.kill(id, "TERM").ok();
      run.awaitEnd(Duration.ofSeconds(5));
      assertThat(Duration.ofNanos(System.nanoTime() - askedNanos))
          .isLessThan(Duration.ofSeconds(5));
    }
    System.out.println(
        "figure: memory added by a blocked stdout: " + addedKib + " KiB (goal <= 1024 KiB)");
    assertThat(addedKib).isLessThanOrEqualTo(1024);
  }

  @Test
  @Timeout(300)
  void theProgramEndsSoonAfterTheSignal() {
    report("SIGTERM to the end of a guest in a full stdout", "flood", 200);
    report("SIGTERM to the end of a sleeping guest", "sleep", 200);
    report("SIGTERM to the end of a tight loop", "loop", 1000);
  }

  /** A guest that asks for more than there is, over and over, must not write the host's disk. */
  @Test
  @NotOnReference("it is about the sandbox log")
  void noRefusalIsLoggedAgainAndAgain() throws IOException {
    Bundle bundle = containers.bundle("hog").setLinux("resources", "{\"pids\":{\"limit\":40}}");
    String id = Scratch.newId();
    Path log = Scratch.file("log");
    Outcome created =
        containers.verb("--log", log, "create", "--bundle", bundle.directory(), id).run().ok();
    containers.start(id).ok();
    Eventually.until("ready", () -> created.out().contains("ready"));
    containers.kill(id, "TERM").ok();
    containers.awaitStatus(id, "stopped");

    Path sandboxLog = containers.root().resolve(id).resolve("sandbox.log");
    assertThat(Files.size(sandboxLog) + Files.size(log)).isLessThan(4096);
  }

  @Test
  @NotOnReference("it is about the sandbox log")
  void aFullDiskForTheLogsChangesNothing() {
    Outcome outcome =
        containers
            .verb("--debug", "--strace", "--log=/dev/full", "--debug-log=/dev/full", "run")
            .and("--bundle", containers.bundle("trap").directory(), Scratch.newId())
            .run()
            .exits(134);

    assertThat(outcome.err()).contains("unreachable");
  }

  @Test
  @NotOnReference("it is about the sentry's heap")
  void aHeapThatIsFullEndsTheContainerWithAReason() {
    Outcome outcome =
        containers
            .verb("--sandbox-option=-Xmx24m", "run", "--bundle")
            .and(containers.bundle("heap").directory(), Scratch.newId())
            .run()
            .exits(134);

    assertThat(outcome.err().lines()).singleElement().asString().startsWith("jwasm: ");
  }

  private void report(String what, String guest, int goalMillis) {
    long[] nanos = new long[CAMPAIGN ? 200 : 5];
    for (int i = 0; i < nanos.length; i++) {
      String id = Scratch.newId();
      Command command = containers.running(containers.bundle(guest), id);
      try (LiveProcess run = guest.equals("flood") ? command.startStreaming() : command.start()) {
        if (guest.equals("flood")) {
          Eventually.until("ready", () -> run.soFar().err().contains("ready"));
        } else {
          run.awaitOutput("ready\n");
        }
        long pid = containers.pid(id);
        nanos[i] = System.nanoTime();
        Command.of("kill", "-s", "TERM", run.pid()).run().ok();
        run.awaitEnd(Duration.ofSeconds(10));
        nanos[i] = System.nanoTime() - nanos[i];
        assertThat(Path.of("/proc/" + pid)).doesNotExist();
      }
    }
    Arrays.sort(nanos);
    long p99Millis = nanos[(nanos.length * 99 - 1) / 100] / 1_000_000;
    System.out.println(
        "figure: "
            + what
            + ": p99 "
            + p99Millis
            + " ms of "
            + nanos.length
            + " (goal <= "
            + goalMillis
            + " ms)");
  }

  /** Resident memory once the JIT and the collector have nothing to do. */
  private static long settledKib(long pid) {
    long[] last = {rssKib(pid), 0};
    Eventually.until(
        "memory that no longer grows",
        () -> {
          waitFor(Duration.ofMillis(500));
          long now = rssKib(pid);
          boolean same = Math.abs(now - last[0]) < 64;
          last[0] = now;
          return same;
        });
    return last[0];
  }

  private static long rssKib(long pid) {
    return Long.parseLong(ProcessStatus.of(pid).field("VmRSS").replaceAll("\\D", ""));
  }

  /** Time is what is tested here: nothing must happen in it. */
  private static void waitFor(Duration duration) {
    long endNanos = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = endNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
