package io.jwasm.oci.spec;

/**
 * Flags of a seccomp filter.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/seccomp.2.html">seccomp(2)</a>
 */
public enum SeccompFlag implements SpecValue {
  TSYNC("SECCOMP_FILTER_FLAG_TSYNC"),
  LOG("SECCOMP_FILTER_FLAG_LOG"),
  SPEC_ALLOW("SECCOMP_FILTER_FLAG_SPEC_ALLOW"),
  WAIT_KILLABLE_RECV("SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV");

  private final String specName;

  SeccompFlag(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
