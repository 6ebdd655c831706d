package io.jwasm.oci.spec;

/**
 * Kinds of device node.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#devices">devices</a>
 */
public enum DeviceType implements SpecValue {
  /** Every kind; only in the rules of the device cgroup. */
  ALL("a"),
  BLOCK("b"),
  CHARACTER("c"),
  UNBUFFERED("u"),
  FIFO("p");

  private final String specName;

  DeviceType(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
