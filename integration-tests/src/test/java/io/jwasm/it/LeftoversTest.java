package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many containers, one after another and at once, and nothing of them afterwards. */
final class LeftoversTest {
  /**
   * Runs in a mount namespace with empty places for temporary files, and lists what is new
   * afterwards.
   */
  private static final String HUNDRED_RUNS =
      """
      set -e
      mount -t tmpfs tmpfs /dev/shm
      mount -t tmpfs tmpfs /mnt
      mkdir /mnt/work /mnt/runtime
      mount --bind "$WORK" /mnt/work
      mount --bind "$RUNTIME" /mnt/runtime
      mount -t tmpfs tmpfs /tmp
      mount -t tmpfs tmpfs /var/tmp
      mkdir -p /tmp/home "$WORK" "$RUNTIME"
      mount --bind /mnt/work "$WORK"
      mount --bind /mnt/runtime "$RUNTIME"
      export HOME=/tmp/home
      cat /proc/self/mountinfo > "$WORK/before"
      for i in $(seq 100); do
        "$@" "$PREFIX-$i" </dev/null
      done
      cat /proc/self/mountinfo > "$WORK/after"
      diff "$WORK/before" "$WORK/after" | grep '^>' || true
      find /dev/shm /var/tmp /tmp/home /tmp -xdev -type f
      """;

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void aHundredRunsLeaveNothingBehind() {
    Bundle bundle = containers.bundle("hello");
    Outcome outcome =
        Command.of(Guests.tool("reaper"), "/usr/bin/unshare", "--mount", "--propagation", "private")
            .and(
                "sh",
                "-c",
                HUNDRED_RUNS,
                "sh",
                containers.runtime().binary(),
                "--root",
                containers.root())
            .and("run", "--bundle", bundle.directory())
            .with("WORK", Scratch.directory().toString())
            .with("RUNTIME", containers.runtime().binary().getParent().getParent().toString())
            .with("PREFIX", Scratch.newId())
            .within(Duration.ofMinutes(2))
            .run()
            .ok();

    List<String> expected =
        new ArrayList<>(Stream.generate(() -> "hello world").limit(100).toList());
    expected.add("command 0");
    // Another line would be a new mount, a file that was left, or an orphan that outlived its
    // container.
    assertThat(outcome.out().lines()).containsExactlyElementsOf(expected);
    assertThat(outcome.err()).isEmpty();
    containers.assertNothingLeft();
  }

  @Test
  void fiveAtOnceDoNotMixUp() {
    List<LiveProcess> runs =
        Stream.of("1", "2", "3", "4", "5")
            .map(
                name ->
                    containers.running(containers.bundle("args", name), Scratch.newId()).start())
            .toList();

    for (int i = 0; i < 5; i++) {
      assertThat(runs.get(i).join().ok().out()).isEqualTo("/args.wasm\n%d\n".formatted(i + 1));
    }
    containers.assertNothingLeft();
  }

  @Test
  void ofFiveCreatesWithOneIdentifierOneWins() {
    String id = Scratch.newId();
    List<LiveProcess> creates =
        Stream.generate(() -> containers.bundle("sleep"))
            .limit(5)
            .map(bundle -> containers.verb("create", "--bundle", bundle.directory(), id).start())
            .toList();
    List<Outcome> outcomes = creates.stream().map(LiveProcess::join).toList();

    assertThat(outcomes).filteredOn(outcome -> outcome.exit() == 0).hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.exit() != 0)
        .allSatisfy(outcome -> assertThat(outcome.exit()).isEqualTo(1));
    assertThat(containers.status(id)).isEqualTo("created");
  }

  @Test
  void aKilledSandboxLeavesNothingAfterDelete() {
    String id = containers.ready(containers.bundle("sleep"));
    Command.of("kill", "-s", "KILL", containers.pid(id)).run().ok();
    containers.awaitStatus(id, "stopped");

    containers.delete(id).ok();
    containers.assertNothingLeft();
  }

  @Test
  @NotOnReference("runc that is killed before it wrote its state leaves a cgroup")
  void aKilledCreateIsClearedByForcedDelete() {
    for (int millis = 0; millis < 100; millis += 10) {
      String id = Scratch.newId();
      try (LiveProcess create =
          containers
              .verb("create", "--bundle", containers.bundle("sleep").directory(), id)
              .start()) {
        LockSupport.parkNanos(millis * 1_000_000L);
        create.destroy();
        create.join();
      }
      containers.verb("delete", "--force", id).run().ok();
      containers.assertNothingLeft();
    }
  }
}
