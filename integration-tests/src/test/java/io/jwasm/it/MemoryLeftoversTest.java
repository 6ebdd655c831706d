package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Memory files of containers that have ended. All run in groups below one, which is charged for
 * what the removed ones leave: {@code shmem} counts memory files, whoever holds them.
 */
@Tag("security")
@NotOnReference("native programs have no memory file")
@NotOnJavaHeap("there is no memory file")
final class MemoryLeftoversTest {
  private static final int RUNS = Boolean.getBoolean("jwasm.campaign") ? 1000 : 25;
  private static final long LINEAR_BYTES = 637L << 16;

  @RegisterExtension final Containers containers = Containers.underTest();

  private final String parent = Scratch.newId();

  @AfterEach
  void removeParent() {
    HostTraces.cgroups(parent).reversed().forEach(group -> group.toFile().delete());
  }

  @Test
  void containersOneAfterAnotherLeaveNoMemoryFile() {
    String id = Scratch.newId();
    Outcome created = containers.create(program("first", "watch"), id).ok();
    containers.start(id).ok();
    Eventually.until("an end of growth", () -> created.out().contains("637 pages\n"));
    assertThat(memoryFiles()).isGreaterThan(ContainerRuntime.isInMemoryFiles() ? LINEAR_BYTES : -1);

    containers.verb("delete", "--force", id).run().ok();
    awaitNoMemoryFile();
    for (int run = 0; run < RUNS; run++) {
      containers.run(program("run" + run, "refused", "1")).ok();
    }
    awaitNoMemoryFile();
    System.out.printf(
        "figure: bytes of memory files left by %d containers: %d (goal 0)%n", RUNS, memoryFiles());
  }

  private Bundle program(String group, String... arguments) {
    return containers
        .program("memory", arguments)
        .setLinux("cgroupsPath", "\"/%s/%s\"".formatted(parent, group))
        .setLinux("resources", "{\"memory\":{\"limit\":134217728}}");
  }

  /** The kernel gathers its counts from all processors now and then. */
  private void awaitNoMemoryFile() {
    Eventually.until(
        () -> "memory files to be gone, not " + memoryFiles() + " bytes",
        Eventually.PATIENCE,
        () -> memoryFiles() == 0);
  }

  private long memoryFiles() {
    Path stat =
        HostTraces.cgroups(parent).stream()
            .map(group -> group.resolve("memory.stat"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    try (var lines = Files.lines(stat)) {
      return lines
          .filter(line -> line.startsWith("total_shmem ") || line.startsWith("shmem "))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
          .max()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(stat.toString(), e);
    }
  }
}
