package io.jwasm.sentry.platform.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InterruptionTest {
  @Test
  void itBeginsOnce() {
    Interruption interruption = new Interruption(false);
    assertThat(interruption.hasBegun()).isFalse();
    interruption.begin();
    interruption.begin();
    assertThat(interruption.hasBegun()).isTrue();
  }

  @Test
  void codeThatAlwaysLooksNeedsNoInterruption() {
    Interruption interruption = new Interruption(true);
    assertThat(interruption.hasBegun()).isTrue();
    interruption.begin();
    assertThat(interruption.hasBegun()).isTrue();
  }
}
