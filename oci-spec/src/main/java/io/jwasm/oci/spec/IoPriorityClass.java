package io.jwasm.oci.spec;

/**
 * I/O scheduling classes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/ioprio_set.2.html">ioprio_set(2)</a>
 */
public enum IoPriorityClass implements SpecValue {
  REAL_TIME("IOPRIO_CLASS_RT"),
  BEST_EFFORT("IOPRIO_CLASS_BE"),
  IDLE("IOPRIO_CLASS_IDLE");

  private final String specName;

  IoPriorityClass(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
