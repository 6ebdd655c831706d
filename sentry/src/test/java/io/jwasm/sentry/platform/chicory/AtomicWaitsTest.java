package io.jwasm.sentry.platform.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class AtomicWaitsTest {
  private static final int WOKEN = 0;
  private static final int NOT_EQUAL = 1;
  private static final int TIMED_OUT = 2;
  private static final long FOR_EVER = -1;

  private final AtomicWaits waits = new AtomicWaits();
  private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();

  @Test
  void whoWaitsLongestIsWokenFirst() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      threads.add(waiter(name, 8));
    }
    for (String name : List.of("a", "b", "c")) {
      assertThat(waits.wake(8, 1)).isEqualTo(1);
      assertThat(ended.take()).isEqualTo(name + WOKEN);
    }
    assertThat(waits.wake(8, 1)).isZero();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void addressesAreApart() throws Exception {
    Thread other = waiter("other", 12);
    Thread thread = waiter("this", 8);
    assertThat(waits.wake(8, -1)).isEqualTo(1);
    assertThat(ended.take()).isEqualTo("this0");
    assertThat(waits.wake(12, 0)).isZero();
    assertThat(waits.wake(12, 5)).isEqualTo(1);
    thread.join();
    other.join();
  }

  @Test
  void anotherValueIsNotWaitedFor() {
    assertThat(waits.await(8, () -> false, FOR_EVER)).isEqualTo(NOT_EQUAL);
  }

  @Test
  void timeRunsOutAndNobodyIsLeftToBeWoken() {
    assertThat(waits.await(8, () -> true, 0)).isEqualTo(TIMED_OUT);
    assertThat(waits.await(8, () -> true, 1_000_000)).isEqualTo(TIMED_OUT);
    assertThat(waits.wake(8, -1)).isZero();
  }

  @Test
  void anInterruptEndsAWaitAndStays() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              try {
                waits.await(8, () -> true, FOR_EVER);
              } catch (ChicoryInterruptedException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    awaitParked(thread);
    thread.interrupt();
    thread.join();
    assertThat(interrupted).isTrue();
    assertThat(waits.wake(8, -1)).isZero();
  }

  /** Every wake-up that was counted reaches a thread, though all come and go at once. */
  @Test
  void noWakeUpIsLost() throws Exception {
    int rounds = 2_000;
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  assertThat(waits.await(8, () -> true, FOR_EVER)).isEqualTo(WOKEN);
                }
              });
      threads[i].start();
    }
    int woken = 0;
    while (woken < threads.length * rounds) {
      woken += waits.wake(8, 1 + woken % 3);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(waits.wake(8, -1)).isZero();
  }

  /** Starts a thread that waits, and returns when it does. */
  private Thread waiter(String name, int address) {
    Thread thread = new Thread(() -> ended.add(name + waits.await(address, () -> true, FOR_EVER)));
    thread.start();
    awaitParked(thread);
    return thread;
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
