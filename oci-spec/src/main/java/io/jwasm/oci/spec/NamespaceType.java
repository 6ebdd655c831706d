package io.jwasm.oci.spec;

/**
 * Kinds of Linux namespace.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#namespaces">namespaces</a>
 */
public enum NamespaceType implements SpecValue {
  CGROUP("cgroup"),
  IPC("ipc"),
  MOUNT("mount"),
  NETWORK("network"),
  PID("pid"),
  TIME("time"),
  USER("user"),
  UTS("uts");

  private final String specName;

  NamespaceType(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
