package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --console-socket}: the engine gets the pty's master, the guest has the other end. */
final class ConsoleTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  private final Path socket = Scratch.file("tty");

  @Test
  void outputArrivesOverTheTerminal() {
    Bundle bundle = containers.bundle("hello").setProcess("terminal", "true");
    try (LiveProcess console = console()) {
      String id = createOn(bundle);
      containers.start(id).ok();

      // The line discipline turns a line feed into carriage return and line feed.
      assertThat(console.join().ok().out()).isEqualTo("hello world\r\n");
    }
  }

  @Test
  void inputArrivesOverTheTerminalALineAtATime() {
    Bundle bundle = containers.bundle("cat").setProcess("terminal", "true");
    try (LiveProcess console = console()) {
      String id = createOn(bundle);
      containers.start(id).ok();
      console.type("typed\n");
      // Once as the echo and once from the guest.
      console.awaitOutput("typed\r\ntyped\r\n");
      console.type("\4");

      console.join().ok();
      containers.awaitStatus(id, "stopped");
    }
  }

  @Test
  void aGuestPollsWhatIsTyped() {
    Bundle bundle = containers.program("waiting", "converse", "50").setProcess("terminal", "true");
    try (LiveProcess console = console()) {
      String id = createOn(bundle);
      containers.start(id).ok();
      // Nothing is typed for a while.
      console.awaitOutput("ready\r\n0\r\n0\r\n");
      console.type("hey\n");
      console.awaitOutput("1 in\r\nread hey\r\n0\r\n");
      console.type("\4");

      assertThat(console.join().ok().out()).endsWith("1 in\r\nread: 0\r\n");
      containers.awaitStatus(id, "stopped");
    }
  }

  @Test
  void controlCInterruptsAGuestThatReads() {
    Bundle bundle = containers.program("waiting", "read").setProcess("terminal", "true");
    try (LiveProcess console = console()) {
      String id = createOn(bundle);
      containers.start(id).ok();
      console.awaitOutput("ready\r\n");
      console.type("\3");

      containers.awaitStatus(id, "stopped");
      console.join().ok();
    }
  }

  @Test
  void controlCInterruptsTheGuest() {
    Bundle bundle = containers.bundle("sleep").setProcess("terminal", "true");
    try (LiveProcess console = console()) {
      String id = createOn(bundle);
      containers.start(id).ok();
      console.awaitOutput("ready\r\n");
      console.type("\3");

      containers.awaitStatus(id, "stopped");
      console.join().ok();
    }
  }

  /** A shell's background job ignores interrupts, and so would what it starts. */
  @Test
  @NotOnReference("the sandbox's own signals are jwasm's")
  void controlCInterruptsAlsoAfterACallerThatIgnoresIt() {
    Bundle bundle = containers.bundle("sleep").setProcess("terminal", "true");
    String id = Scratch.newId();
    try (LiveProcess console = console()) {
      Command.of("sh", "-c", "trap '' INT QUIT; exec \"$@\"", "sh")
          .and(containers.verb("create", "--bundle", bundle.directory()).words().toArray())
          .and("--console-socket", socket, id)
          .run()
          .ok();
      containers.start(id).ok();
      console.awaitOutput("ready\r\n");
      console.type("\3");

      containers.awaitStatus(id, "stopped");
      console.join().ok();
    }
  }

  @Test
  void aSocketThatNobodyListensOnIsRefused() {
    Bundle bundle = containers.bundle("hello").setProcess("terminal", "true");
    Path nowhere = Scratch.file("socket");
    Outcome outcome =
        containers
            .verb(
                "create",
                "--bundle",
                bundle.directory(),
                "--console-socket",
                nowhere,
                Scratch.newId())
            .run()
            .exits(1);

    assertThat(outcome.err()).contains(nowhere.toString());
    containers.assertNothingLeft();
  }

  @Test
  void aTerminalWithoutASocketIsRefused() {
    Bundle bundle = containers.bundle("hello").setProcess("terminal", "true");

    containers.create(bundle, Scratch.newId()).refused("console");
    containers.assertNothingLeft();
  }

  @Test
  void aSocketWithoutATerminalIsRefused() {
    try (LiveProcess console = console()) {
      Outcome outcome =
          containers
              .verb(
                  "create",
                  "--bundle",
                  containers.bundle("hello").directory(),
                  "--console-socket",
                  socket)
              .and(Scratch.newId())
              .run();

      outcome.refused("console");
      assertThat(console.soFar().out()).isEmpty();
    }
    containers.assertNothingLeft();
  }

  private LiveProcess console() {
    LiveProcess console = Command.of(Guests.tool("console"), socket).pipedInput().start();
    Eventually.until("console socket", () -> Files.exists(socket));
    return console;
  }

  private String createOn(Bundle bundle) {
    String id = Scratch.newId();
    containers
        .verb("create", "--bundle", bundle.directory(), "--console-socket", socket, id)
        .run()
        .ok();
    return id;
  }
}
