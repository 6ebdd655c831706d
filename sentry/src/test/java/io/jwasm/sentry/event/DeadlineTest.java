package io.jwasm.sentry.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.host.HostKernel;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
  private static final int NO_ALARM = -1;
  private static final int ALARM = 5;

  /** Shows 1,000 and 50 nanoseconds. */
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long realtimeNanos() {
          return 1_000;
        }

        @Override
        public long monotonicNanos() {
          return 50;
        }

        @Override
        public long cpuNanos() {
          return -1;
        }

        @Override
        public long cpuNanos(int cpuClock) {
          return -1;
        }
      };

  @Test
  void noneNeverComes() {
    assertThat(Deadline.none().isOver()).isFalse();
    assertThat(Deadline.none().leftNanos(NO_ALARM)).isEqualTo(-1);
    assertThat(Deadline.none().alarm()).isEqualTo(NO_ALARM);
    assertThat(Deadline.at(CLOCK, Deadline.NEVER, Deadline.NEVER)).isSameAs(Deadline.none());
  }

  @Test
  void theFirstOfTwoCounts() {
    assertThat(Deadline.at(CLOCK, 60, 1_020).leftNanos(NO_ALARM)).isEqualTo(10);
    assertThat(Deadline.at(CLOCK, 80, 1_020).leftNanos(NO_ALARM)).isEqualTo(20);
    assertThat(Deadline.at(CLOCK, Deadline.NEVER, 1_020).leftNanos(NO_ALARM)).isEqualTo(20);
  }

  @Test
  void anAlarmTakesCareOfTheRealtimeOne() {
    assertThat(Deadline.at(CLOCK, 80, 1_020).leftNanos(ALARM)).isEqualTo(30);
    assertThat(Deadline.at(CLOCK, Deadline.NEVER, 1_020).leftNanos(ALARM)).isEqualTo(-1);
    int alarm = Deadline.at(Clock.host(), Deadline.NEVER, 1).alarm();
    assertThat(alarm).isPositive();
    HostKernel.close(alarm);
  }

  @Test
  void whatHasComeLeavesNothing() {
    assertThat(Deadline.at(CLOCK, 50, Deadline.NEVER).isOver()).isTrue();
    assertThat(Deadline.at(CLOCK, 51, Deadline.NEVER).isOver()).isFalse();
    assertThat(Deadline.at(CLOCK, Deadline.NEVER, 1_000).isOver()).isTrue();
    assertThat(Deadline.at(CLOCK, 0, 2_000).leftNanos(NO_ALARM)).isZero();
  }
}
