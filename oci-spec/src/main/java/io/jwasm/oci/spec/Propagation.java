package io.jwasm.oci.spec;

/**
 * Mount propagation of the root file system. The recursive forms are not in the runtime-spec;
 * docker and podman write them and runc takes them.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#rootfs-mount-propagation">rootfs
 *     mount propagation</a>
 */
public enum Propagation implements SpecValue {
  PRIVATE("private"),
  SHARED("shared"),
  SLAVE("slave"),
  UNBINDABLE("unbindable"),
  RECURSIVE_PRIVATE("rprivate"),
  RECURSIVE_SHARED("rshared"),
  RECURSIVE_SLAVE("rslave"),
  RECURSIVE_UNBINDABLE("runbindable");

  private final String specName;

  Propagation(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
