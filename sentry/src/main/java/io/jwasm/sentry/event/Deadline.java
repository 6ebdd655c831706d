package io.jwasm.sentry.event;

/**
 * Until when somebody waits: a moment of the monotonic clock, one of the realtime clock, whichever
 * comes first, or neither.
 */
public final class Deadline {
  /** A moment that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final Deadline NONE = new Deadline(null, NEVER, NEVER);

  private final Clock clock;
  private final long monotonicNanos;
  private final long realtimeNanos;

  private Deadline(Clock clock, long monotonicNanos, long realtimeNanos) {
    this.clock = clock;
    this.monotonicNanos = monotonicNanos;
    this.realtimeNanos = realtimeNanos;
  }

  /** Returns a deadline that never comes. */
  public static Deadline none() {
    return NONE;
  }

  /**
   * Returns the first of two moments, each in nanoseconds of its clock or {@link #NEVER}. Setting
   * the realtime clock moves the second.
   */
  public static Deadline at(Clock clock, long monotonicNanos, long realtimeNanos) {
    return monotonicNanos == NEVER && realtimeNanos == NEVER
        ? NONE
        : new Deadline(clock, monotonicNanos, realtimeNanos);
  }

  /** Returns whether it has come. */
  public boolean isOver() {
    return (monotonicNanos != NEVER && monotonicNanos <= clock.monotonicNanos())
        || (realtimeNanos != NEVER && realtimeNanos <= clock.realtimeNanos());
  }

  /**
   * Returns a descriptor of the host that is readable from the realtime moment on, to be closed by
   * the caller; negative when there is no such moment, or nobody who tells.
   */
  public int alarm() {
    return realtimeNanos == NEVER ? -1 : clock.alarm(realtimeNanos);
  }

  /**
   * Returns how long a wait may take, at least 0, or -1 without a bound.
   *
   * @param alarm what {@link #alarm} returned, which then takes care of the realtime moment
   */
  public long leftNanos(int alarm) {
    long left = NEVER;
    if (monotonicNanos != NEVER) {
      left = Math.max(monotonicNanos - clock.monotonicNanos(), 0);
    }
    if (realtimeNanos != NEVER && alarm < 0) {
      left = Math.min(left, Math.max(realtimeNanos - clock.realtimeNanos(), 0));
    }
    return left == NEVER ? -1 : left;
  }
}
