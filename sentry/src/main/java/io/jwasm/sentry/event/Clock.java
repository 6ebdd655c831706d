package io.jwasm.sentry.event;

/**
 * The clocks of POSIX {@code clock_gettime}; that of a process is the sum of its threads'. An
 * interface so that tests and record-replay can put another time in its place.
 */
public interface Clock {
  /** Nanoseconds since 1970-01-01T00:00:00Z; may step. */
  long realtimeNanos();

  /** Nanoseconds since an arbitrary moment; never goes back. */
  long monotonicNanos();

  /** Processor time used by the calling thread, or -1 when the host does not tell. */
  long cpuNanos();

  /**
   * Returns what names the calling thread's processor time in {@link #cpuNanos(int)}; 0 names none.
   */
  default int cpuClock() {
    return 0;
  }

  /**
   * Processor time used by another thread, 0 once it has ended, or -1 when the host does not tell.
   *
   * @param cpuClock what {@link #cpuClock} returned to that thread
   */
  long cpuNanos(int cpuClock);

  /**
   * Returns a descriptor of the host that is readable from a moment of the realtime clock on, to be
   * closed by the caller. Negative when this clock has none: who waits then measures by the other
   * clock how long it is until then.
   */
  default int alarm(long realtimeNanos) {
    return -1;
  }

  /** Returns the host's clocks. */
  static Clock host() {
    return HostClock.INSTANCE;
  }
}
