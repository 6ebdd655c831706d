package io.jwasm.sentry.event;

import io.jwasm.sentry.host.HostKernel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;

/** The host's clocks as the JDK shows them. */
final class HostClock implements Clock {
  static final HostClock INSTANCE = new HostClock();

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /**
   * Monotonic time starts at the sandbox's boot: the host's own uptime is not the guest's business.
   */
  private final long bootNanos = System.nanoTime();

  private HostClock() {}

  @Override
  public long realtimeNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime() - bootNanos;
  }

  @Override
  public long cpuNanos() {
    return CpuTime.BEAN.isCurrentThreadCpuTimeSupported()
        ? CpuTime.BEAN.getCurrentThreadCpuTime()
        : -1;
  }

  @Override
  public long cpuNanos(Thread thread) {
    if (!CpuTime.BEAN.isThreadCpuTimeSupported()) {
      return -1;
    }
    // A thread that has ended since it was asked for has no time of its own any more.
    return Math.max(CpuTime.BEAN.getThreadCpuTime(thread.threadId()), 0);
  }

  @Override
  public int alarm(long realtimeNanos) {
    return HostKernel.alarm(realtimeNanos);
  }

  /** Loaded by the first question for processor time: the management classes are slow to load. */
  private static final class CpuTime {
    static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();
  }
}
