package io.jwasm.wasi.preview1;

import io.jwasm.sentry.kernel.Task;

/** Scheduling. */
final class SchedCalls {
  private SchedCalls() {}

  /** {@code sched_yield()}. */
  @SuppressWarnings("ThreadPriorityCheck") // the program asked for it
  static void schedYield(Task task, long[] args) {
    Thread.yield();
  }
}
