package io.jwasm.sentry.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostKernelCpuTest {
  @Test
  void ownProcessorTimeGrowsWithWork() {
    long before = HostKernel.cpuNanos(HostConstants.CLOCK_THREAD_CPUTIME_ID);
    assertThat(before).isPositive();
    while (HostKernel.cpuNanos(HostConstants.CLOCK_THREAD_CPUTIME_ID) == before) {
      Thread.onSpinWait();
    }
  }

  @Test
  void clockOfAnotherThreadCountsThatThreadUntilItEnds() throws Exception {
    AtomicInteger clock = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch working = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              clock.set(HostKernel.cpuClock());
              while (HostKernel.cpuNanos(clock.get()) < 1_000_000) {
                Thread.onSpinWait();
              }
              working.countDown();
              awaitUninterruptibly(asked);
            });
    worker.start();
    working.await();
    assertThat(HostKernel.cpuNanos(clock.get())).isGreaterThanOrEqualTo(1_000_000);
    asked.countDown();
    worker.join();
    assertThat(HostKernel.cpuNanos(HostKernel.cpuClock())).isPositive();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
