package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.vfs.Caller;

/**
 * Waiting for a peer of the UNIX domain whose queue is full. The host has no event for who is not
 * connected to it, and calls the socket ready meanwhile, so the task tries again after a while,
 * each one twice as long as the one before.
 */
final class HostNap {
  private static final long FIRST_NANOS = 1_000_000;
  private static final long LONGEST_NANOS = 128_000_000;

  /** What never happens. */
  private static final Waitable NOTHING =
      new Waitable() {
        @Override
        public int readiness(int mask) {
          return 0;
        }
      };

  private final long mostNanos;
  private long nextNanos = FIRST_NANOS;
  private long sleptNanos;

  /**
   * @param mostNanos how long in all; negative for ever
   */
  HostNap(long mostNanos) {
    this.mostNanos = mostNanos;
  }

  /**
   * Waits for a while.
   *
   * <p>Errors: EAGAIN when the time is over; EINTR.
   */
  void take(Caller caller) throws ErrnoException {
    if (mostNanos >= 0 && sleptNanos >= mostNanos) {
      throw Errno.EAGAIN.exception();
    }
    long nanos = mostNanos < 0 ? nextNanos : Math.min(nextNanos, mostNanos - sleptNanos);
    caller.block(NOTHING, 0, nanos);
    sleptNanos += nanos;
    nextNanos = Math.min(2 * nextNanos, LONGEST_NANOS);
  }
}
