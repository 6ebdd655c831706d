package io.jwasm.oci.spec;

/**
 * What a seccomp filter does when a rule matches.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#seccomp">seccomp</a>
 */
public enum SeccompAction implements SpecValue {
  KILL("SCMP_ACT_KILL"),
  KILL_PROCESS("SCMP_ACT_KILL_PROCESS"),
  KILL_THREAD("SCMP_ACT_KILL_THREAD"),
  TRAP("SCMP_ACT_TRAP"),
  ERRNO("SCMP_ACT_ERRNO"),
  TRACE("SCMP_ACT_TRACE"),
  ALLOW("SCMP_ACT_ALLOW"),
  LOG("SCMP_ACT_LOG"),
  NOTIFY("SCMP_ACT_NOTIFY");

  private final String specName;

  SeccompAction(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }

  /** Returns whether an error number may accompany this action. */
  public boolean takesErrno() {
    return this == ERRNO || this == TRACE;
  }
}
