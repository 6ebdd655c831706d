package io.jwasm.sentry.event;

import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
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
    return Math.max(HostKernel.cpuNanos(HostConstants.CLOCK_THREAD_CPUTIME_ID), -1);
  }

  @Override
  public int cpuClock() {
    return HostKernel.cpuClock();
  }

  @Override
  public long cpuNanos(int cpuClock) {
    return cpuClock == 0 ? 0 : Math.max(HostKernel.cpuNanos(cpuClock), 0);
  }

  @Override
  public int alarm(long realtimeNanos) {
    return HostKernel.alarm(realtimeNanos);
  }
}
