package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged documents end in a {@link Spec} or in {@link InvalidSpec}, never in anything else. {@code
 * -Djwasm.fuzz.rounds} and {@code -Djwasm.fuzz.seed} change how many and which.
 */
@Tag("security")
class SpecMutationTest {
  private static final int ROUNDS =
      Integer.getInteger(
          "jwasm.fuzz.rounds", Boolean.getBoolean("jwasm.campaign") ? 50_000 : 5_000);
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_120L);

  @Test
  @Timeout(300)
  void damageIsNeverAnythingButInvalid() throws Exception {
    byte[][] documents = {
      resource("full.json"), resource("docker.json"), resource("podman.json"), resource("runc.json")
    };
    int valid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      byte[] mutant = documents[random.nextInt(documents.length)];
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        mutant = Damage.mutate(mutant, random);
      }
      valid += read(mutant, round) ? 1 : 0;
    }
    assertThat(valid).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
    System.out.printf(
        "figure: config.json damaged in process, seed %d: 0 exceptions in %d, %d valid (goal 0 in 50000)%n",
        SEED, ROUNDS, valid);
  }

  /** Returns whether the document could be read. */
  private static boolean read(byte[] mutant, int round) {
    try {
      Spec spec = SpecReader.read(mutant);
      for (Violation violation : SpecValidator.validate(spec)) {
        assertThat(violation.message()).isNotEmpty().doesNotContain("\n");
      }
      SpecValidator.warnings(spec);
      return true;
    } catch (InvalidSpec e) {
      assertThat(e.violations()).isNotEmpty();
      assertThat(e.getMessage()).hasSizeLessThan(20_000).doesNotContain("\n");
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("jwasm.fuzz.seed=" + SEED + ", round " + round, e);
    }
  }
}
