package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Modules that are made to be dear end soon: refused with one line, trapped, or run. How soon is a
 * figure and not asserted, because it is the machine's; what is asserted is that nothing hangs.
 */
@Tag("security")
@NotOnReference("the bombs are WebAssembly")
final class CompileBombTest {
  private static final Duration NO_HANG = Duration.ofSeconds(60);
  private static final int TRAPPED = 134;

  private static String slowest = "none";
  private static double slowestSeconds;

  @RegisterExtension final Containers containers = Containers.underTest();

  @AfterAll
  static void report() {
    System.out.printf(
        "figure: slowest compile bomb: %.1f s, %s (goal <= 5 s)%n", slowestSeconds, slowest);
  }

  @ParameterizedTest
  @EnumSource
  void aBombIsRefusedOrRuns(Bomb bomb) {
    assertBounded(bomb, "wasm", "{}");
    if (Boolean.getBoolean("jwasm.campaign")) {
      assertBounded(bomb, "interpreter", "{}");
    }
  }

  /** The container is told that its heap is too small, and not killed by the kernel. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "A_GLOBAL_OF_A_MILLION_ADDITIONS",
        "A_CUSTOM_SECTION_OF_200_MB",
        "BRANCHES_OVER_A_HIGH_STACK",
        "ONE_FUNCTION_OF_7_MB"
      })
  void aBombInASmallContainerIsReported(Bomb bomb) {
    Outcome outcome = assertBounded(bomb, "wasm", "{\"memory\":{\"limit\":134217728}}");

    outcome.refused("/bomb.wasm needs more heap than there is", "io.jwasm.limit.heap");
  }

  @ParameterizedTest
  @EnumSource(names = {"A_MILLION_NAMES", "BR_TABLE_OVER_DEEP_BLOCKS", "DATA_SEGMENTS_100_000"})
  void whatFitsASmallContainerRunsThere(Bomb bomb) {
    Outcome outcome = assertBounded(bomb, "wasm", "{\"memory\":{\"limit\":134217728}}");

    if (bomb == Bomb.A_MILLION_NAMES) {
      assertThat(outcome.exits(TRAPPED).err()).contains("unreachable in function 0");
    } else {
      outcome.ok();
    }
  }

  private Outcome assertBounded(Bomb bomb, String platform, String resources) {
    Bundle bundle =
        Bundle.empty()
            .put("/bomb.wasm", bomb.build())
            .args("/bomb.wasm")
            .setLinux("resources", resources);
    long begin = System.nanoTime();
    Outcome outcome =
        containers
            .verb(
                "--platform=" + platform,
                "--cache=" + Scratch.newDirectory("cache"),
                "run",
                "--bundle",
                bundle.directory(),
                Scratch.newId())
            .within(NO_HANG)
            .run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (seconds > slowestSeconds) {
      slowestSeconds = seconds;
      slowest = bomb + " on " + platform;
    }
    assertThat(outcome.exit()).as("%s", outcome).isIn(0, 1, TRAPPED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).doesNotContain("Exception", "Error:", "\tat ", "engine bug");
    assertThat(outcome.err().lines().count()).as("%s", outcome).isLessThanOrEqualTo(1);
    if (outcome.exit() == 1) {
      assertThat(outcome.err()).startsWith("jwasm: ").contains("/bomb.wasm");
    }
    return outcome;
  }
}
