package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pid file: what a shim waits for, and whom it waits for. */
final class PidFileTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void itHoldsTheBareNumber() throws IOException {
    Path file = Scratch.file("pid");
    String id = Scratch.newId();
    creating(containers.bundle("sleep"), id, file).run().ok();

    assertThat(Files.readString(file)).isEqualTo(Long.toString(containers.pid(id)));
  }

  @Test
  void itIsWrittenWholeAndLast() throws IOException {
    Path file = Scratch.file("pid");
    String id = Scratch.newId();
    try (LiveProcess create = creating(containers.bundle("sleep"), id, file).start()) {
      Eventually.until("pid file", () -> Files.exists(file));
      String pid = Files.readString(file);

      assertThat(containers.status(id)).isEqualTo("created");
      assertThat(pid).isEqualTo(Long.toString(containers.pid(id)));
      create.join().ok();
    }
  }

  @ParameterizedTest
  @CsvSource({"exit, 42", "hello, 0"})
  void itNamesAnOrphanWhoseExitStatusIsTheContainers(String guest, int status) throws IOException {
    Path file = Scratch.file("pid");
    String id = Scratch.newId();
    Command create = creating(containers.bundle(guest), id, file);
    try (LiveProcess reaper = Command.of(Guests.tool("reaper")).and(create.words()).start()) {
      reaper.awaitOutput("command 0\n");
      String pid = Files.readString(file);
      containers.start(id).ok();

      assertThat(reaper.join().ok().out()).contains(pid + " " + status + "\n");
    }
  }

  @Test
  void aKilledContainersStatusIsTheSignals() throws IOException {
    Path file = Scratch.file("pid");
    String id = Scratch.newId();
    Command create = creating(containers.bundle("sleep"), id, file);
    try (LiveProcess reaper = Command.of(Guests.tool("reaper")).and(create.words()).start()) {
      reaper.awaitOutput("command 0\n");
      containers.start(id).ok();
      reaper.awaitOutput("ready\n");
      containers.kill(id, "TERM").ok();

      assertThat(reaper.join().ok().out()).contains(Files.readString(file) + " 143\n");
    }
  }

  @Test
  void nothingButTheContainersProcessIsLeftToTheCaller() throws IOException {
    Path file = Scratch.file("pid");
    String id = Scratch.newId();
    Command create = creating(containers.bundle("hello"), id, file);
    try (LiveProcess reaper = Command.of(Guests.tool("reaper")).and(create.words()).start()) {
      reaper.awaitOutput("command 0\n");
      containers.start(id).ok();

      // "command 0", "hello world" and the status of the one orphan.
      assertThat(reaper.join().ok().out().lines())
          .containsExactlyInAnyOrder("command 0", "hello world", Files.readString(file) + " 0");
    }
  }

  private Command creating(Bundle bundle, String id, Path pidFile) {
    return containers.verb("create", "--bundle", bundle.directory(), "--pid-file", pidFile, id);
  }
}
