package io.jwasm.sentry.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many tasks all programs of a sandbox may have together; Linux's pids controller for them. The
 * limit can be moved at any time: below what there are it ends none, and refuses more.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#pid">pids controller</a>
 */
public final class PidsLimit {
  /** How many when nobody says. */
  public static final int DEFAULT = 1024;

  /**
   * The most that can be asked for. Every host thread takes two mappings or more, of which a
   * process may have 65,530, and a JVM that gets no more of them dies.
   */
  public static final int MOST = 8192;

  private volatile int max;
  private final AtomicInteger charged = new AtomicInteger();

  private PidsLimit(long max) {
    move(max);
  }

  /** Returns a limit of 1 to {@link #MOST} tasks; a number outside becomes the nearest inside. */
  public static PidsLimit of(long max) {
    return new PidsLimit(max);
  }

  /** Sets a new limit, as {@link #of} takes it. */
  public final void move(long newMax) {
    max = Math.clamp(newMax, 1, MOST);
  }

  /** Returns how many there may be. */
  public int max() {
    return max;
  }

  /** Counts one more task, or returns false when there are as many as there may be. */
  boolean charge() {
    if (charged.incrementAndGet() <= max) {
      return true;
    }
    charged.decrementAndGet();
    return false;
  }

  void uncharge() {
    charged.decrementAndGet();
  }
}
