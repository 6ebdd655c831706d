package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Waiter;
import io.jwasm.sentry.host.HostKernel;
import java.util.concurrent.locks.LockSupport;

/**
 * How a task waits and is woken. For descriptors of the host it waits in {@code ppoll(2)}, and an
 * eventfd wakes it, which is made at the first such wait; for all else its thread parks. Most
 * programs never do either.
 *
 * <p>Locks: its own, so that nobody signals a number that has become another file's.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
 */
final class Wakeup implements Waiter {
  private static final int NONE = -1;

  private int fd = NONE;

  /** Who waits without the host, or null. */
  private Thread parked;

  /** Nothing while nobody waits: who is about to looks once more before it does. */
  @Override
  public synchronized void wake() {
    if (parked != null) {
      LockSupport.unpark(parked);
    } else if (fd != NONE) {
      HostKernel.signalEvent(fd);
    }
  }

  /**
   * Waits until an object of the set is ready, and looks at all of them. Returns false when the
   * deadline came first.
   *
   * <p>Errors: EINTR when the thread is interrupted, which means that its task is being killed; who
   * interrupts it has to call {@link #wake} after that. ENOMEM, EMFILE and ENFILE of the host.
   *
   * <p>Blocking: until then.
   */
  boolean await(PollSet set, Deadline deadline) throws ErrnoException {
    int alarm = deadline.alarm();
    boolean host = set.asksHost() || alarm >= 0;
    try {
      begin(set, host, alarm);
      set.addWaiter(this);
      return host ? awaitHost(set, deadline, alarm) : awaitParked(set, deadline);
    } finally {
      set.removeWaiter(this);
      end(alarm);
    }
  }

  private synchronized void begin(PollSet set, boolean host, int alarm) throws ErrnoException {
    if (!host) {
      parked = Thread.currentThread();
      return;
    }
    if (fd == NONE) {
      int made = HostKernel.eventfd();
      if (made < 0) {
        throw HostErrors.fromNumber(-made).exception();
      }
      fd = made;
    }
    set.watch(fd, alarm);
  }

  private synchronized void end(int alarm) {
    parked = null;
    if (alarm >= 0) {
      HostKernel.close(alarm);
    }
  }

  /** Gives back what it holds of the host, when its thread ends. */
  synchronized void close() {
    if (fd != NONE) {
      HostKernel.close(fd);
      fd = NONE;
    }
  }

  private boolean awaitHost(PollSet set, Deadline deadline, int alarm) throws ErrnoException {
    while (!Thread.currentThread().isInterrupted()) {
      // Whatever becomes ready after this look signals the event, and the wait ends at once.
      boolean ready = set.lookAtObjects();
      boolean timedOut = set.host(ready ? 0 : deadline.leftNanos(alarm));
      if (set.woken()) {
        HostKernel.drainEvent(fd);
      }
      if (set.look()) {
        return true;
      }
      if (!ready && (timedOut || set.alarmed())) {
        return false;
      }
    }
    throw Errno.EINTR.exception();
  }

  private boolean awaitParked(PollSet set, Deadline deadline) throws ErrnoException {
    while (!Thread.currentThread().isInterrupted()) {
      if (set.lookAtObjects()) {
        return true;
      }
      long leftNanos = deadline.leftNanos(NONE);
      if (leftNanos == 0) {
        return false;
      }
      if (leftNanos < 0) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, leftNanos);
      }
    }
    throw Errno.EINTR.exception();
  }
}
