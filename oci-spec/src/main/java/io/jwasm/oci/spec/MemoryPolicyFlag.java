package io.jwasm.oci.spec;

/**
 * Flags of a NUMA memory policy.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/set_mempolicy.2.html">set_mempolicy(2)</a>
 */
public enum MemoryPolicyFlag implements SpecValue {
  NUMA_BALANCING("MPOL_F_NUMA_BALANCING"),
  RELATIVE_NODES("MPOL_F_RELATIVE_NODES"),
  STATIC_NODES("MPOL_F_STATIC_NODES");

  private final String specName;

  MemoryPolicyFlag(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
