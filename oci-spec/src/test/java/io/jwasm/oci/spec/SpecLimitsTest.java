package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SpecLimitsTest {

  @Test
  void fourMebibytesAreReadAndOneByteMoreIsNot() throws Exception {
    byte[] document = new byte[4_194_304];
    Arrays.fill(document, (byte) ' ');
    System.arraycopy(json("{'hostname': 'a'}"), 0, document, 0, 17);
    assertThat(SpecReader.read(document).hostname()).isEqualTo("a");

    assertThat(violation(Arrays.copyOf(document, 4_194_305)))
        .isEqualTo(new Violation("", "the document has 4194305 bytes; make it at most 4194304"));
  }

  @Test
  void anArgumentOfOneMebibyteIsReadAndOneCharacterMoreIsNot() throws Exception {
    String argument = "x".repeat(1_048_576);
    assertThat(
            SpecReader.read(json("{'process': {'args': ['" + argument + "']}}")).process().args())
        .containsExactly(argument);

    assertThat(violation(json("{'process': {'args': ['a', '" + argument + "x']}}")))
        .isEqualTo(
            new Violation("process.args[1]", "has 1048577 characters; keep at most 1048576"));
  }

  @Test
  void tenThousandEnvironmentEntriesAreRead() throws Exception {
    StringBuilder document = new StringBuilder("{'process': {'env': ['A=0'");
    for (int i = 1; i < 10_000; i++) {
      document.append(", 'A=").append(i).append('\'');
    }

    assertThat(SpecReader.read(json(document.append("]}}").toString())).process().env())
        .hasSize(10_000)
        .endsWith("A=9999");
  }

  @Test
  void anArrayOf65536ElementsIsReadAndOneMoreIsNot() throws Exception {
    String zeros = ",0".repeat(65_535);
    String document = "{'process': {'user': {'uid': 0, 'gid': 0, 'additionalGids': [0%s]}}}";
    assertThat(
            SpecReader.read(json(document.replace("%s", zeros))).process().user().additionalGids())
        .hasSize(65_536);

    assertThat(violation(json(document.replace("%s", zeros + ",[0],{},0"))))
        .isEqualTo(
            new Violation(
                "process.user.additionalGids[65536]",
                "is one element too many; keep at most 65536"));
  }

  @Test
  void sixtyFourLevelsAreReadAndOneMoreIsNot() throws Exception {
    String open = "[".repeat(63);
    String close = "]".repeat(63);
    assertThat(SpecReader.read(json("{'x': " + open + close + ", 'hostname': 'a'}")).hostname())
        .isEqualTo("a");

    assertThat(violation(json("{'x': [" + open + close + "]}")))
        .isEqualTo(new Violation("", "line 1, column 71: nested too deeply; keep to 64 levels"));
    assertThat(violation(json("[".repeat(1_000_000))).message())
        .endsWith("nested too deeply; keep to 64 levels");
  }

  @Test
  void readingEndsAtAThousandViolations() {
    String document = "{'process': {'args': [1" + ",1".repeat(60_000) + "]}}";

    assertThat(
            catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(json(document)))
                .violations())
        .hasSize(1_000);
  }

  @Test
  void aNumberOfAMillionDigitsIsRefusedQuickly() {
    assertThat(violation(json("{'process': {'oomScoreAdj': " + "9".repeat(1_000_000) + "}}")))
        .isEqualTo(
            new Violation(
                "process.oomScoreAdj",
                "found a long number; write a whole number from -1000 to 1000"));
    assertThat(violation(json("{'hostname': -1e" + "9".repeat(1_000_000) + "}")).message())
        .isEqualTo("found a long number; write a string");
  }

  @Test
  void propertiesThatShareAHashAreReadQuickly() throws Exception {
    // "Aa" and "BB" have one hash, and so have all strings made of them.
    StringBuilder document = new StringBuilder("{'hostname': 'a'");
    for (int i = 0; i < 1 << 15; i++) {
      document.append(", '");
      for (int bit = 0; bit < 15; bit++) {
        document.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      document.append("': 0");
    }

    assertThat(SpecReader.read(json(document.append('}').toString())).hostname()).isEqualTo("a");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    // A stray continuation byte, an overlong slash, an encoded surrogate, a cut sequence.
    assertThat(violation(bytes("{\"hostname\": \"\u0080\"}")))
        .isEqualTo(new Violation("", "byte 14 is not valid UTF-8; save the document as UTF-8"));
    assertThat(violation(bytes("{\"hostname\": \"\u00c0\u00af\"}")).message())
        .startsWith("byte 14 is not valid UTF-8");
    assertThat(violation(bytes("{\"hostname\": \"\u00ed\u00a0\u0080\"}")).message())
        .startsWith("byte 14 is not valid UTF-8");
    assertThat(violation(bytes("{\"hostname\": \"a\"}\u00e2\u0082")).message())
        .startsWith("byte 17 is not valid UTF-8");
  }

  @Test
  void otherEncodingsAreRefused() {
    assertThat(violation("{\"hostname\": \"a\"}".getBytes(StandardCharsets.UTF_16)).message())
        .isEqualTo("byte 0 is not valid UTF-8; save the document as UTF-8");
    assertThat(violation("{\"hostname\": \"a\"}".getBytes(StandardCharsets.UTF_16LE)).message())
        .startsWith("line 1, column 3: not valid JSON");
    assertThat(violation(json("\ufeff{'hostname': 'a'}")).message())
        .startsWith("line 1, column 1: not valid JSON");
  }

  @Test
  void aNulByteIsNotJson() {
    assertThat(violation(json("{'hostname': 'a\u0000b'}")).message())
        .startsWith("line 1, column 16: not valid JSON");
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Violation violation(byte[] document) {
    List<Violation> violations =
        catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(document)).violations();
    assertThat(violations).hasSize(1);
    return violations.getFirst();
  }
}
