package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RegionTest {
  private static final int PAGE = 65_536;

  @Test
  void growingSaysHowLongItWas() throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(4 * PAGE);
    Region region = MemoryFile.temporary(limit).reserve(10);
    assertThat(region.grow(1)).isZero();
    assertThat(region.grow(0)).isEqualTo(1);
    assertThat(region.grow(3)).isEqualTo(1);
    assertThat(region.grow(1)).as("over the limit").isEqualTo(-1);
    assertThat(region.grow(7)).as("over the reservation").isEqualTo(-1);
    assertThat(region.grow(-1)).isEqualTo(-1);
    assertThat(region.pages()).isEqualTo(4);
    assertThat(limit.chargedBytes()).isEqualTo(4 * PAGE);
  }

  @Test
  void threadsThatGrowItGetPagesOfTheirOwn() throws Exception {
    MemoryLimit limit = MemoryLimit.none();
    Region region = MemoryFile.temporary(limit).reserve(1000);
    ConcurrentLinkedQueue<Integer> pages = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int page = region.grow(1); page >= 0; page = region.grow(1)) {
                  region.bytes().put(page * PAGE + PAGE - 1, (byte) 1); // its own is there
                  pages.add(page);
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(pages)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(limit.chargedBytes()).isEqualTo(1000L * PAGE);
    region.close();
    assertThat(limit.chargedBytes()).isZero();
  }
}
