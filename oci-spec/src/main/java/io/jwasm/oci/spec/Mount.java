package io.jwasm.oci.spec;

import java.util.List;

/**
 * One mount on top of the root file system.
 *
 * @param destination mount point inside the container; a relative one is taken from {@code /}
 * @param type file system type, such as {@code "tmpfs"}; null when absent
 * @param source device, host path or name; a relative host path is taken from the bundle; null when
 *     absent
 * @param options mount options in the manner of fstab
 * @param uidMappings user ids of an id-mapped mount
 * @param gidMappings group ids of an id-mapped mount
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#mounts">mounts</a>
 */
public record Mount(
    String destination,
    String type,
    String source,
    List<String> options,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings) {

  /** Makes the lists unmodifiable. */
  public Mount {
    options = List.copyOf(options);
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
  }
}
