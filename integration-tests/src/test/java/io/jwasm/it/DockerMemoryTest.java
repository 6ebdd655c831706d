package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docker run -m}. */
@NotOnReference("native programs are not refused memory")
final class DockerMemoryTest extends MemoryContract {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  DockerMemoryTest() {
    super(docker);
  }

  @Test
  @NotOnJavaHeap("its size stays what it was at the start")
  void updateMovesTheLimitOfARunningProgram() {
    String id = docker.detached("-m", "128m", Image.NAME, "/memory.wasm", "watch");
    awaitLog(id, "637 pages\n");
    docker.command("update", "-m", "256m", "--memory-swap", "512m", id).run().ok();
    awaitLog(id, "637 pages\n2685 pages\n");

    // What it has is 168 MiB: lower still leaves it that, and then more again is more again.
    docker.command("update", "-m", "224m", "--memory-swap", "512m", id).run().ok();
    docker.command("update", "-m", "272m", "--memory-swap", "512m", id).run().ok();
    awaitLog(id, "637 pages\n2685 pages\n2941 pages\n");

    Outcome tooLow = docker.command("update", "-m", "100m", "--memory-swap", "512m", id).run();
    assertThat(tooLow.exit()).isEqualTo(1);
    assertThat(tooLow.err())
        .contains("cannot set the memory limit to 104857600: the container uses ");
    assertThat(docker.inspect(id, "{{.State.Running}}")).isEqualTo("true");
  }

  @Test
  void updateMovesTheNumberOfThreadsOfARunningProgram() {
    String id = docker.detached("--pids-limit", "10", Image.NAME, "/threads.wasm", "watch");
    awaitLog(id, "9 threads\n");
    docker.command("update", "--pids-limit", "30", id).run().ok();
    awaitLog(id, "9 threads\n29 threads\n");

    // Down, all of them stay, and there are no more.
    docker.command("update", "--pids-limit", "20", id).run().ok();
    docker.command("update", "--pids-limit", "31", id).run().ok();
    awaitLog(id, "9 threads\n29 threads\n30 threads\n");
  }

  private static void awaitLog(String id, String expected) {
    Eventually.until(
        () -> "log of %s to be %s and not %s".formatted(id, expected, docker.logs(id)),
        Eventually.PATIENCE,
        () -> docker.logs(id).equals(expected));
  }

  @Override
  void assertOutOfMemory(String id) {
    assertThat(docker.inspect(id, "{{.State.OOMKilled}}")).isEqualTo("true");
  }
}
