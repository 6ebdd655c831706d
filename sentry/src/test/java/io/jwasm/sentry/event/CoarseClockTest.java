package io.jwasm.sentry.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class CoarseClockTest {
  private final AtomicLong asked = new AtomicLong();

  private final Clock source =
      new Clock() {
        @Override
        public long realtimeNanos() {
          return asked.incrementAndGet();
        }

        @Override
        public long monotonicNanos() {
          return -1;
        }

        @Override
        public long cpuNanos(int cpuClock) {
          return -1;
        }

        @Override
        public long cpuNanos() {
          return -2;
        }
      };

  /** Returns a clock that has been asked as often as it takes until it ticks. */
  private Clock ticking() {
    Clock clock = new CoarseClock(source);
    for (int i = 1; i <= CoarseClock.FREE_QUESTIONS; i++) {
      assertThat(clock.realtimeNanos()).isEqualTo(i);
    }
    return clock;
  }

  @Test
  @Timeout(60)
  void theTimeIsAskedForAgainAfterATick() {
    Clock clock = ticking();
    long first = clock.realtimeNanos();
    assertThat(first).isEqualTo(CoarseClock.FREE_QUESTIONS + 1);
    while (clock.realtimeNanos() < first + 3) {
      Thread.onSpinWait();
    }
  }

  @Test
  void timeNeverGoesBackAndIsSeldomAskedFor() {
    Clock clock = new CoarseClock(source);
    long last = 0;
    for (int i = 0; i < 1_000_000; i++) {
      long now = clock.realtimeNanos();
      assertThat(now >= last).isTrue();
      last = now;
    }
    assertThat(asked.get()).isLessThan(100_000);
  }

  @Test
  @Timeout(60)
  void nobodyAsksNobodyAnswers() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Clock clock = ticking();
    assertThat(clock.realtimeNanos()).isPositive();
    Thread ticker = null;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ticker =
          thread.getName().equals(CoarseClock.THREAD) && !before.contains(thread) ? thread : ticker;
    }
    assertThat(ticker).isNotNull();
    assertThat(ticker.isDaemon()).isTrue();
    // TIMED_WAITING is a tick under way; without a question none follows it.
    while (ticker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(asked.get()).isEqualTo(CoarseClock.FREE_QUESTIONS + 1);
  }

  @Test
  void theOtherTimesAreAsTheyAre() {
    Clock clock = new CoarseClock(source);
    assertThat(clock.monotonicNanos()).isEqualTo(-1);
    assertThat(clock.cpuNanos()).isEqualTo(-2);
  }
}
