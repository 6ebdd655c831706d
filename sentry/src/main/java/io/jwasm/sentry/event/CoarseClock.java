package io.jwasm.sentry.event;

import java.util.concurrent.locks.LockSupport;

/**
 * A clock whose real time may be {@value #TICK_MILLIS} milliseconds old, and costs a nanosecond
 * instead of twenty; what Linux stamps files with ({@code CLOCK_REALTIME_COARSE}). A thread makes
 * the tick, and only while somebody asks for the time: nothing runs in a sandbox that does not, and
 * none is started for one that asks a few times.
 */
public final class CoarseClock implements Clock {
  static final int TICK_MILLIS = 4;

  /** As often as this the time is asked for without a thread. */
  static final int FREE_QUESTIONS = 100;

  /** Name of the thread. */
  static final String THREAD = "clock";

  private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

  /** No time that a clock shows. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Clock clock;
  private volatile long nowNanos = UNKNOWN;
  private Ticker ticker;
  private int questions;

  public CoarseClock(Clock clock) {
    this.clock = clock;
  }

  @Override
  public long realtimeNanos() {
    long now = nowNanos;
    return now != UNKNOWN ? now : ask();
  }

  @Override
  public long monotonicNanos() {
    return clock.monotonicNanos();
  }

  @Override
  public long cpuNanos() {
    return clock.cpuNanos();
  }

  @Override
  public int cpuClock() {
    return clock.cpuClock();
  }

  @Override
  public long cpuNanos(int cpuClock) {
    return clock.cpuNanos(cpuClock);
  }

  @Override
  public int alarm(long realtimeNanos) {
    return clock.alarm(realtimeNanos);
  }

  private synchronized long ask() {
    long now = clock.realtimeNanos();
    if (questions < FREE_QUESTIONS) {
      questions++;
      return now;
    }
    nowNanos = now;
    if (ticker == null) {
      ticker = new Ticker();
      ticker.start();
    } else {
      LockSupport.unpark(ticker);
    }
    return now;
  }

  /** Forgets the time a tick after somebody has asked for it. */
  private final class Ticker extends Thread {
    Ticker() {
      super(THREAD);
      setDaemon(true);
    }

    @Override
    public void run() {
      while (true) {
        if (nowNanos == UNKNOWN) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, TICK_NANOS);
          nowNanos = UNKNOWN;
        }
      }
    }
  }
}
