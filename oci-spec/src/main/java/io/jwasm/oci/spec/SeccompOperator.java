package io.jwasm.oci.spec;

/**
 * How a seccomp rule compares an argument of a system call.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#seccomp">seccomp</a>
 */
public enum SeccompOperator implements SpecValue {
  NOT_EQUAL("SCMP_CMP_NE"),
  LESS_THAN("SCMP_CMP_LT"),
  LESS_OR_EQUAL("SCMP_CMP_LE"),
  EQUAL("SCMP_CMP_EQ"),
  GREATER_OR_EQUAL("SCMP_CMP_GE"),
  GREATER_THAN("SCMP_CMP_GT"),
  MASKED_EQUAL("SCMP_CMP_MASKED_EQ");

  private final String specName;

  SeccompOperator(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
