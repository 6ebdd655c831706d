package io.jwasm.sentry.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WaitQueueTest {
  private final WaitQueue queue = new WaitQueue();
  private final int[] wakes = new int[2];
  private final Waiter one = () -> wakes[0]++;
  private final Waiter other = () -> wakes[1]++;

  @Test
  void whoWaitsForOneOfTheBitsIsWoken() {
    queue.add(one, Readiness.IN);
    queue.add(other, Readiness.OUT);
    queue.wake(Readiness.IN);
    assertThat(wakes).containsExactly(1, 0);
    queue.wake(Readiness.IN | Readiness.OUT);
    assertThat(wakes).containsExactly(2, 1);
  }

  @Test
  void errorsWakeEverybody() {
    queue.add(one, Readiness.IN);
    queue.add(other, 0);
    queue.wake(Readiness.ERR);
    queue.wake(Readiness.HUP);
    assertThat(wakes).containsExactly(2, 2);
  }

  @Test
  void eachAddIsTakenBackOnce() {
    queue.add(one, Readiness.IN);
    queue.add(other, Readiness.IN);
    queue.add(one, Readiness.OUT);
    queue.remove(one);
    queue.remove(one);
    queue.remove(one);
    queue.wake(Readiness.IN | Readiness.OUT);
    assertThat(wakes).containsExactly(0, 1);
    queue.remove(other);
    assertThat(queue.isEmpty()).isTrue();
  }
}
