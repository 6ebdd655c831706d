package io.jwasm.sentry.kernel;

import io.jwasm.sentry.event.WaitQueue;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.event.Waiter;
import java.util.concurrent.CountDownLatch;

/** An object that is ready when the test says so, and knows when somebody waits for it. */
public final class TestObject implements Waitable {
  public final WaitQueue queue = new WaitQueue();
  private final CountDownLatch awaited = new CountDownLatch(1);
  private volatile int ready;

  @Override
  public int readiness(int mask) {
    return ready;
  }

  @Override
  public void addWaiter(Waiter waiter, int mask) {
    queue.add(waiter, mask);
    awaited.countDown();
  }

  @Override
  public void removeWaiter(Waiter waiter) {
    queue.remove(waiter);
  }

  /** Makes it ready for these things and wakes those who wait for them. */
  public void set(int bits) {
    ready = bits;
    queue.wake(bits);
  }

  /** Waits until somebody waits for it. */
  public void awaitWaiter() throws InterruptedException {
    awaited.await();
  }
}
