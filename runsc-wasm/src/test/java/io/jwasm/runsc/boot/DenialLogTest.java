package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenialLogTest {
  private final List<String> lines = new ArrayList<>();
  private final DenialLog log = new DenialLog(lines::add);

  @Test
  void theFirstHundredAreALineEach() {
    deny(100);
    log.end();
    assertThat(lines).hasSize(100).containsOnly("no");
  }

  @Test
  void howManyThereWereIsALineWhenTheyAreTenTimesAsMany() {
    deny(1_234_567);
    log.end();
    assertThat(lines.subList(100, lines.size()))
        .containsExactly(
            "io.jwasm.net.allow has denied 1000 times what the program wanted",
            "io.jwasm.net.allow has denied 10000 times what the program wanted",
            "io.jwasm.net.allow has denied 100000 times what the program wanted",
            "io.jwasm.net.allow has denied 1000000 times what the program wanted",
            "io.jwasm.net.allow has denied 1234567 times what the program wanted");
  }

  @Test
  void aNumberIsSaidOnce() {
    deny(1000);
    log.end();
    assertThat(lines).hasSize(101);
  }

  private void deny(int times) {
    for (int i = 0; i < times; i++) {
      log.accept("no");
    }
  }
}
