package io.jwasm.oci.spec;

import java.util.List;

/**
 * How the kernel schedules a process.
 *
 * @param policy the policy
 * @param nice nice value; 0 when absent
 * @param priority static priority of the real-time policies; 0 when absent
 * @param flags flags of the policy
 * @param runtimeNanos running time per period under the deadline policy, unsigned; 0 when absent
 * @param deadlineNanos deadline under the deadline policy, unsigned; 0 when absent
 * @param periodNanos period under the deadline policy, unsigned; 0 when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#linux-process">Linux
 *     process</a>
 */
public record Scheduler(
    SchedulerPolicy policy,
    int nice,
    int priority,
    List<SchedulerFlag> flags,
    long runtimeNanos,
    long deadlineNanos,
    long periodNanos) {

  /** Makes the list unmodifiable. */
  public Scheduler {
    flags = List.copyOf(flags);
  }
}
