package io.jwasm.oci.spec;

/**
 * NUMA memory policies.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/set_mempolicy.2.html">set_mempolicy(2)</a>
 */
public enum MemoryPolicyMode implements SpecValue {
  DEFAULT("MPOL_DEFAULT"),
  BIND("MPOL_BIND"),
  INTERLEAVE("MPOL_INTERLEAVE"),
  WEIGHTED_INTERLEAVE("MPOL_WEIGHTED_INTERLEAVE"),
  PREFERRED("MPOL_PREFERRED"),
  PREFERRED_MANY("MPOL_PREFERRED_MANY"),
  LOCAL("MPOL_LOCAL");

  private final String specName;

  MemoryPolicyMode(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
