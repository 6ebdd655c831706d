package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryReportTest {
  private static final String WHOLE =
      "request 5\nlimit 1\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nend 5\n";

  @Test
  void isTextEndedByNul() {
    byte[] bytes = Arrays.copyOf(ascii(WHOLE), MemoryReport.BYTES);
    Arrays.fill(bytes, WHOLE.length() + 1, bytes.length, (byte) 'x');
    assertThat(MemoryReport.parse(bytes, 5)).contains(new MemoryReport(1, 2, 3, 4, 6, 7));
    assertThat(MemoryReport.parse(bytes, 6)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "request 5\nend 5\n",
        "request 5\nlimit 1\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nend 4\n",
        "request 5\nlimit -1\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nend 5\n",
        "request 5\nlimit 1\nlimit 1\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nend 5\n",
        "request 5\nlimit 9999999999999999999\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nend 5",
        "request 5\nlimit 1\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nmore 8\nend 5\n",
        "request 5\nlimit 1e9\nlinear 2\nfiles 3\nbuffers 4\nheap_used 6\nheap_max 7\nend 5\n",
      })
  void anythingElseIsNone(String text) {
    assertThat(MemoryReport.parse(ascii(text), 5)).isEmpty();
  }

  /** A report that is damaged anywhere is none, or has other numbers: nothing is thrown. */
  @Test
  void damagedReportsAreNoneOrOthers() {
    Random random = new Random(18);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = ascii(WHOLE);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      MemoryReport.parse(bytes, 5)
          .ifPresent(report -> assertThat(report.limit()).isGreaterThanOrEqualTo(0));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
