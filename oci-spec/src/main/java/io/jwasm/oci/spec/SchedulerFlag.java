package io.jwasm.oci.spec;

/**
 * Flags of a scheduling policy.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/sched_setattr.2.html">sched_setattr(2)</a>
 */
public enum SchedulerFlag implements SpecValue {
  RESET_ON_FORK("SCHED_FLAG_RESET_ON_FORK"),
  RECLAIM("SCHED_FLAG_RECLAIM"),
  DEADLINE_OVERRUN("SCHED_FLAG_DL_OVERRUN"),
  KEEP_POLICY("SCHED_FLAG_KEEP_POLICY"),
  KEEP_PARAMS("SCHED_FLAG_KEEP_PARAMS"),
  UTIL_CLAMP_MIN("SCHED_FLAG_UTIL_CLAMP_MIN"),
  UTIL_CLAMP_MAX("SCHED_FLAG_UTIL_CLAMP_MAX");

  private final String specName;

  SchedulerFlag(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
