package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged documents end in a {@link Spec} or in {@link InvalidSpec}, never in anything else. {@code
 * -Djwasm.fuzz.rounds} and {@code -Djwasm.fuzz.seed} change how many and which.
 */
class SpecMutationTest {
  private static final int ROUNDS = Integer.getInteger("jwasm.fuzz.rounds", 5_000);
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_120L);

  private static final String[] TOKENS = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "18446744073709551616",
    "\"\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "{}",
    "[]",
    "[[[[",
    "{\"a\":",
    ",",
    ":",
    "\"",
    "\\",
    "]",
    "}",
    "/",
    "..",
    "\u0000",
    "\ufeff"
  };

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
        mutant = mutate(mutant, random);
      }
      valid += read(mutant, round) ? 1 : 0;
    }
    assertThat(valid).isBetween(ROUNDS / 100, ROUNDS * 9 / 10);
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

  private static byte[] mutate(byte[] document, SplittableRandom random) {
    int at = random.nextInt(document.length + 1);
    int length = Math.min(document.length - at, random.nextInt(1, 40));
    return switch (random.nextInt(7)) {
      case 0 -> splice(document, at, 0, new byte[] {(byte) random.nextInt(256)});
      case 1 -> splice(document, at, Math.min(length, 1), new byte[] {(byte) random.nextInt(256)});
      case 2 -> splice(document, at, length, new byte[0]);
      case 3 -> splice(document, at, 0, Arrays.copyOfRange(document, at, at + length));
      case 4 -> Arrays.copyOf(document, Math.max(1, at));
      case 5 -> splice(document, at, 0, token(random));
      default -> replaceValue(document, at, random);
    };
  }

  /** Replaces the value behind the next colon, which mostly leaves JSON that is of a wrong type. */
  private static byte[] replaceValue(byte[] document, int from, SplittableRandom random) {
    int colon = from;
    while (colon < document.length && document[colon] != ':') {
      colon++;
    }
    int end = colon;
    while (end < document.length && document[end] != ',' && document[end] != '\n') {
      end++;
    }
    return colon == document.length
        ? document
        : splice(document, colon + 1, end - colon - 1, token(random));
  }

  private static byte[] token(SplittableRandom random) {
    return Documents.json(TOKENS[random.nextInt(TOKENS.length)]);
  }

  private static byte[] splice(byte[] document, int at, int removed, byte[] inserted) {
    byte[] result = Arrays.copyOf(document, document.length - removed + inserted.length);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(
        document, at + removed, result, at + inserted.length, document.length - at - removed);
    return result;
  }
}
