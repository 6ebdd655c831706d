package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
  private final MemoryLimit limit = MemoryLimit.ofBytes(100);

  @Test
  void aLimitWithinALowerOneIsNoHigherThanThat() {
    MemoryLimit outer = MemoryLimit.ofBytes(100);
    MemoryLimit inner = outer.within(80);

    assertThat(inner.maxBytes()).isEqualTo(80);
    outer.move(40);
    assertThat(inner.maxBytes()).isEqualTo(40);
  }

  @Test
  void isChargedUpToItsEndAndNotBeyond() {
    assertThat(limit.charge(60)).isTrue();
    assertThat(limit.charge(41)).isFalse();
    assertThat(limit.charge(40)).isTrue();
    assertThat(limit.chargedBytes()).isEqualTo(100);
    limit.uncharge(1);
    assertThat(limit.charge(1)).isTrue();
  }

  @Test
  void unitsAreAsManyAsThereIsRoomFor() {
    assertThat(limit.chargeUnits(9, 30)).isEqualTo(3);
    assertThat(limit.chargeUnits(9, 30)).isZero();
    assertThat(limit.chargedBytes()).isEqualTo(90);
  }

  @Test
  void movedUpItHasRoomAtOnce() {
    limit.charge(100);
    limit.move(150);
    assertThat(limit.charge(50)).isTrue();
    assertThat(limit.charge(1)).isFalse();
  }

  @Test
  void movedBelowWhatIsUsedItTakesNothingAwayAndGivesNothing() {
    limit.charge(90);
    limit.move(50);
    assertThat(limit.chargedBytes()).isEqualTo(90);
    assertThat(limit.charge(1)).isFalse();
    assertThat(limit.chargeUnits(1, 1)).isZero();
    limit.uncharge(41);
    assertThat(limit.charge(1)).isTrue();
    assertThat(limit.charge(1)).isFalse();
  }

  @Test
  void eightThreadsThatGrowTwoRegionsGetExactlyWhatThereIs() throws Exception {
    MemoryLimit pages = MemoryLimit.ofBytes(1000L * PageAllocator.PAGE_SIZE + 1);
    MemoryFile file = MemoryFile.temporary(pages);
    Region[] regions = {file.reserve(2000), file.reserve(2000)};
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      Region region = regions[i % 2];
      threads[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int refused = 0; refused < 1000; ) {
                      refused += region.grow(1) < 0 ? 1 : 0;
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(regions[0].pages() + regions[1].pages()).isEqualTo(1000);
    assertThat(pages.chargedBytes()).isEqualTo(1000L * PageAllocator.PAGE_SIZE);
    regions[0].close();
    regions[1].close();
    assertThat(pages.chargedBytes()).isZero();
  }

  /** Four threads charge and give back while a fifth moves the limit: never more than the most. */
  @Test
  void neverHoldsMoreThanTheHighestLimitThatWasSet() throws Exception {
    AtomicLong most = new AtomicLong();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < 50_000; round++) {
                      if (limit.charge(37)) {
                        most.accumulateAndGet(limit.chargedBytes(), Math::max);
                        limit.uncharge(37);
                      }
                    }
                  });
    }
    for (int round = 0; round < 50_000; round++) {
      limit.move(round % 2 == 0 ? 40 : 80);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(37L, 74L);
    assertThat(limit.chargedBytes()).isZero();
  }
}
