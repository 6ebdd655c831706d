package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.wasi.abi.Event;
import io.jwasm.wasi.abi.Subscription;

/** Waiting. */
final class PollCalls {
  /** Most subscriptions of one call. */
  private static final int MAX_SUBSCRIPTIONS = 1024;

  private PollCalls() {}

  /**
   * {@code poll_oneoff(subscriptions, events, count, nevents)}: waits for the first of the clocks
   * and writes an event for each that has run out.
   *
   * <p>Errors: EINVAL without subscriptions, with too many, and for a clock that cannot be waited
   * for; ENOSYS for a descriptor; EINTR.
   */
  static void oneoff(Task task, long[] args) throws ErrnoException {
    oneoff(task, args, Subscription.Layout.SNAPSHOT_1);
  }

  /** {@code poll_oneoff} with the layout of {@code wasi_unstable}. */
  static void oneoffUnstable(Task task, long[] args) throws ErrnoException {
    oneoff(task, args, Subscription.Layout.UNSTABLE);
  }

  private static void oneoff(Task task, long[] args, Subscription.Layout layout)
      throws ErrnoException {
    GuestMemory memory = task.memory();
    int count = (int) args[2];
    if (count == 0 || Integer.compareUnsigned(count, MAX_SUBSCRIPTIONS) > 0) {
      throw Errno.EINVAL.exception();
    }
    memory.check((int) args[0], count * layout.bytes());
    memory.check((int) args[1], count * Event.BYTES);
    memory.check((int) args[3], Integer.BYTES);
    long[] waits = new long[count];
    long[] userData = new long[count];
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      Subscription wanted = Subscription.read(memory, (int) args[0] + i * layout.bytes(), layout);
      waits[i] = waitNanos(task.clock(), wanted);
      userData[i] = wanted.userData();
      shortest = Math.min(shortest, waits[i]);
    }
    if (shortest > 0) {
      task.sleep(shortest);
    }
    int events = 0;
    for (int i = 0; i < count; i++) {
      if (waits[i] <= shortest) {
        Event.writeClock(memory, (int) args[1] + events++ * Event.BYTES, userData[i]);
      }
    }
    memory.putInt((int) args[3], events);
  }

  /** Returns how long to wait, not less than 0; timeouts are unsigned and may be 584 years. */
  private static long waitNanos(Clock clock, Subscription wanted) throws ErrnoException {
    if (wanted.tag() != Subscription.CLOCK) {
      throw Errno.ENOSYS.exception();
    }
    long now =
        switch (wanted.clock()) {
          case ClockCalls.REALTIME -> clock.realtimeNanos();
          case ClockCalls.MONOTONIC -> clock.monotonicNanos();
          default -> throw Errno.EINVAL.exception();
        };
    long timeout = wanted.timeoutNanos() < 0 ? Long.MAX_VALUE : wanted.timeoutNanos();
    if ((wanted.flags() & Subscription.ABSOLUTE) == 0) {
      return timeout;
    }
    return Math.max(timeout - now, 0);
  }
}
