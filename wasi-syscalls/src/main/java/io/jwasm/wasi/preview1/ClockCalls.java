package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.wasi.WasiCall;

/** Clocks. */
final class ClockCalls {
  static final int REALTIME = 0;
  static final int MONOTONIC = 1;
  static final int PROCESS_CPU = 2;
  static final int THREAD_CPU = 3;

  /** Linux says one nanosecond for all of these clocks, whatever the hardware. */
  private static final long RESOLUTION_NANOS = 1;

  private ClockCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "clock_res_get" -> ClockCalls::resGet;
      case "clock_time_get" -> ClockCalls::timeGet;
      default -> null;
    };
  }

  /** {@code clock_res_get(id, resolution)}; EINVAL for an unknown clock. */
  private static void resGet(Task task, long[] args) throws ErrnoException {
    int result = (int) args[1];
    task.memory().check(result, Long.BYTES);
    now(task, (int) args[0]);
    task.memory().putLong(result, RESOLUTION_NANOS);
  }

  /**
   * {@code clock_time_get(id, precision, time)}; the precision is a hint and is not used. EINVAL
   * for an unknown clock, ENOTSUP when the host does not count processor time.
   */
  private static void timeGet(Task task, long[] args) throws ErrnoException {
    int result = (int) args[2];
    task.memory().check(result, Long.BYTES);
    task.memory().putLong(result, now(task, (int) args[0]));
  }

  private static long now(Task task, int id) throws ErrnoException {
    return switch (id) {
      case REALTIME -> task.clock().realtimeNanos();
      case MONOTONIC -> task.clock().monotonicNanos();
      case PROCESS_CPU -> supported(task.group().cpuNanos());
      case THREAD_CPU -> supported(task.clock().cpuNanos());
      default -> throw Errno.EINVAL.exception();
    };
  }

  private static long supported(long cpuNanos) throws ErrnoException {
    if (cpuNanos < 0) {
      throw Errno.ENOTSUP.exception();
    }
    return cpuNanos;
  }
}
