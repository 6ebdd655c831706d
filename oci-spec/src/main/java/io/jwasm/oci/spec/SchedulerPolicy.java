package io.jwasm.oci.spec;

/**
 * Scheduling policies.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/sched.7.html">sched(7)</a>
 */
public enum SchedulerPolicy implements SpecValue {
  OTHER("SCHED_OTHER"),
  FIFO("SCHED_FIFO"),
  ROUND_ROBIN("SCHED_RR"),
  BATCH("SCHED_BATCH"),
  ISO("SCHED_ISO"),
  IDLE("SCHED_IDLE"),
  DEADLINE("SCHED_DEADLINE");

  private final String specName;

  SchedulerPolicy(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
