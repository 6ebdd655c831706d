package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A container's memory limit, as docker and podman set it: the program meets it and lives. */
abstract class MemoryContract {
  private static final int TRAPPED = 134;
  private static final int KILLED = 137;

  private final Engine engine;

  MemoryContract(Engine engine) {
    this.engine = engine;
  }

  @Test
  void aProgramThatGrowsForEverIsRefusedAndLives() {
    assertThat(memory("128m", "refused", "100000"))
        .matches(grewBy(637) + ", was refused 100000 times\n");
  }

  @Test
  void theLeastLimitRunsAProgramThatTakesAllItGets() {
    assertThat(memory("64m", "refused", "10")).matches(grewBy(253) + ", was refused 10 times\n");
  }

  /** Half of what programs get is the size of a tmpfs without one; the rest is the program's. */
  @Test
  void filesInMemoryCountToo() {
    assertThat(memory("128m", "fill", "/t/file"))
        .startsWith(ContainerRuntime.isOnJavaHeap() ? "wrote " : "wrote 40")
        .contains(" KiB: No space left on device\ngrew by ", " pages with the file and ");
  }

  @Test
  void meminfoShowsTheLimit() {
    assertThat(memory("128m", "meminfo")).contains("MemTotal:          40960 kB\n");
  }

  @Test
  void aLimitThatIsTooLowIsRefusedWithTheLeast() {
    Outcome outcome = engine.run("--rm", "-m", "16m", Image.NAME, "/hello.wasm").run();

    assertThat(outcome.exit()).as("%s", outcome).isBetween(125, 127);
    assertThat(outcome.err())
        .contains(
            "linux.resources.memory.limit: found 16777216, a sandbox needs at least 67108864");
  }

  /** The stack is cut to the limit, so that its end comes before the cgroup's. */
  @Test
  void aRecursionWithoutEndIsATrapInTheLeastLimit() {
    Outcome outcome =
        engine
            .run("--rm", "-m", "64m", "--memory-swap", "64m", Image.NAME, "/stackoverflow.wasm")
            .run()
            .exits(TRAPPED);

    assertThat(outcome.err()).contains("call stack exhausted");
  }

  /**
   * Stacks of many threads are not the program's to be refused: what is used of them counts for the
   * cgroup only.
   */
  @Test
  @NotOnJavaHeap("a shared memory needs all of its pages at once")
  void whatTheCgroupEndsIsSaidToBeOutOfMemory() {
    String id =
        engine.detached("-m", "64m", "--memory-swap", "64m", Image.NAME, "/threads.wasm", "crowd");

    assertThat(engine.command("wait", id).run().ok().out().strip()).isEqualTo("" + KILLED);
    assertOutOfMemory(id);
  }

  /** Fails when the engine does not say of the container that it was out of memory. */
  abstract void assertOutOfMemory(String id);

  /** The Java heap is full before the limit is reached. */
  private static String grewBy(int pages) {
    return "grew by " + (ContainerRuntime.isOnJavaHeap() ? "[0-9]+" : pages) + " pages";
  }

  private String memory(String limit, String... arguments) {
    return engine
        .run("--rm", "-m", limit, "--tmpfs", "/t:size=512m", Image.NAME, "/memory.wasm")
        .and((Object[]) arguments)
        .run()
        .ok()
        .out();
  }
}
