package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parser of this package and Jackson accept the same documents, as the same tokens. {@code
 * -Djwasm.fuzz.rounds} and {@code -Djwasm.fuzz.seed} change how many and which are made up.
 *
 * <p>One difference is permitted, {@link #assertSameLine}: the column at which a document is
 * refused.
 */
class JacksonComparisonTest {
  private static final int ROUNDS = Integer.getInteger("jwasm.fuzz.rounds", 20_000);
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_121L);

  @ParameterizedTest
  @ValueSource(
      strings = {"runc.json", "runc-rootless.json", "docker.json", "podman.json", "full.json"})
  void aConfigIsReadTheSame(String name) throws Exception {
    Reading reading = Reading.of(resource(name));

    assertThat(reading.tokens()).hasSizeGreaterThan(100);
    assertThat(reading).isEqualTo(JacksonReading.of(resource(name)));
    assertThat(Reading.places(resource(name))).isEqualTo(JacksonReading.places(resource(name)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r\n",
        "null",
        "true",
        "\"a\"",
        "-0",
        "0",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[[],[[]]]",
        "{\"\":{\"\":[]}}",
        "{\"a\":1,\"A\":1,\"b\":{\"a\":1}}",
        "[{\"a\":1},{\"a\":2}]",
        "{\"a\"\n:\r1\r\n,\t\"b\" : 2 }",
        "[1\r\r\n\n\r,2]",
        "[0,-1,12,1.5,-0.0,1e5,1E+5,1.0e-05,123456789012345678901234567890,1e999]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"]",
        "[\"\\ud800\",\"\\udc00\\ud800\",\"\\u0000\"]",
        "[\"\u007f\u0080\u2028\ufeff\u00e9\ud83d\ude00'#//\"]",
        "{\"\\u0061\":1,\"\\\\u0061\":2}",
        "{} []",
        "{}{}",
        "1 2",
        "true\"a\"null[]"
      })
  void aGoodDocumentIsReadTheSame(String document) throws Exception {
    Reading reading = Reading.of(utf8(document));

    assertThat(reading.refusal()).isNull();
    assertThat(reading).isEqualTo(JacksonReading.of(utf8(document)));
    assertThat(Reading.places(utf8(document))).isEqualTo(JacksonReading.places(utf8(document)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "{,}",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\"}",
        "{\"a\",1}",
        "{\"a\":}",
        "{\"a\"::1}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "['a']",
        "[\"a\":1]",
        "[}",
        "{]",
        "]",
        "}",
        "[]]",
        "[",
        "{",
        "[1",
        "[1,",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        ",",
        ":",
        "1,2",
        "01",
        "-01",
        "00",
        "-",
        "--1",
        "+1",
        ".5",
        "-.5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "1e5.5",
        "1.5.5",
        "0x1",
        "1-1",
        "1\"a\"",
        "1[]",
        "1_000",
        "1L",
        "\uff11",
        "NaN",
        "-Infinity",
        "Infinity",
        "tru",
        "trues",
        "True",
        "nul",
        "nulll",
        "truefalse",
        "false1",
        "undefined",
        "// c\n1",
        "/* c */1",
        "# c\n1",
        "[1/* c */]",
        "\"a",
        "\"",
        "\"\\",
        "\"\\\"",
        "\"\\x\"",
        "\"\\U0041\"",
        "\"\\'\"",
        "\"\\u004\"",
        "\"\\u00g0\"",
        "\"\\u+041\"",
        "\"\\u\uff10041\"",
        "\"\\u00",
        "\"\n\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "{\"a\n\":1}",
        "\u00001",
        "[\u000b1]",
        "[\f1]",
        "[\u00a01]",
        "[\u20281]",
        "\ufeff1",
        "[\u007f]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\":1,\"\":2}",
        "{\"a\":1,\"b\":2,\"c\":3,\"a\":4}",
        "[{\"a\":{\"b\":1,\"b\":2}}]"
      })
  void aBadDocumentIsRefusedAtTheSameLine(String document) {
    Reading reading = Reading.of(utf8(document));

    assertThat(reading.refusal()).isNotNull();
    assertSameLine(reading, JacksonReading.of(utf8(document)));
  }

  @Test
  void depthIsBoundedTheSame() {
    for (int depth = 63; depth <= 65; depth++) {
      String[] documents = {
        "[".repeat(depth) + "]".repeat(depth),
        "{\"a\":".repeat(depth) + 1 + "}".repeat(depth),
        "[{\"a\":".repeat(depth / 2) + (depth % 2 == 0 ? "1" : "[]") + "}]".repeat(depth / 2)
      };
      for (String document : documents) {
        Reading reading = Reading.of(utf8(document));

        assertThat(reading.tokens() != null).isEqualTo(depth <= 64);
        assertSameTokens(reading, JacksonReading.of(utf8(document)));
      }
    }
  }

  @Test
  @Timeout(300)
  void aDamagedConfigIsReadTheSame() throws Exception {
    byte[][] documents = {
      resource("full.json"), resource("docker.json"), resource("podman.json"), resource("runc.json")
    };
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round += 2) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      byte[] mutant = documents[random.nextInt(documents.length)];
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        mutant = Damage.mutate(mutant, random);
      }
      accepted += accept(mutant, round) ? 1 : 0;
    }
    assertThat(accepted).isBetween(ROUNDS / 50, ROUNDS * 9 / 20);
  }

  @Test
  @Timeout(300)
  void whatResemblesJsonIsReadTheSame() {
    int accepted = 0;
    for (int round = 1; round < ROUNDS; round += 2) {
      String document = new JsonNoise(new SplittableRandom(SEED + round)).document();
      accepted += accept(utf8(document), round) ? 1 : 0;
    }
    assertThat(accepted).isBetween(ROUNDS / 50, ROUNDS * 9 / 20);
  }

  /** Returns whether both accept a document. */
  private static boolean accept(byte[] document, int round) {
    try {
      Reading reading = Reading.of(document);
      assertSameTokens(reading, JacksonReading.of(document));
      return reading.tokens() != null;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("jwasm.fuzz.seed=" + SEED + ", round " + round, e);
    }
  }

  private static void assertSameTokens(Reading reading, Reading jackson) {
    assertThat(reading.tokens()).isEqualTo(jackson.tokens());
    if (reading.tokens() == null) {
      assertSameLine(reading, jackson);
    }
  }

  /**
   * The columns may differ within the wrong token: of {@code 1.x}, {@code 1e}, {@code +1}, {@code
   * -Infinity} and a word with control characters Jackson points at another character than the
   * first that is wrong.
   */
  private static void assertSameLine(Reading reading, Reading jackson) {
    assertThat(jackson.refusal()).isNotNull();
    assertThat(reading.refusal()).startsWith(jackson.refusal());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
