package io.jwasm.oci.spec;

import java.util.List;
import java.util.Map;

/**
 * What config.json says about a container on Linux.
 *
 * @param uidMappings user ids of the user namespace
 * @param gidMappings group ids of the user namespace
 * @param sysctl kernel parameters to set, by name
 * @param resources cgroup limits; null when absent
 * @param cgroupsPath where the container's cgroup is; null when absent
 * @param namespaces namespaces to make or to join
 * @param devices device nodes to make
 * @param netDevices network devices to move into the container, by their name on the host
 * @param seccomp system call filter; null when absent
 * @param rootfsPropagation mount propagation of the root; null when absent
 * @param maskedPaths paths the container may not read
 * @param readonlyPaths paths the container may not write
 * @param mountLabel SELinux label of the mounts; null when absent
 * @param intelRdt Intel Resource Director Technology; null when absent
 * @param memoryPolicy NUMA memory policy; null when absent
 * @param personality execution domain; null when absent
 * @param timeOffsets clock offsets of the time namespace; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md">config-linux.md</a>
 */
public record Linux(
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings,
    Map<String, String> sysctl,
    Resources resources,
    String cgroupsPath,
    List<Namespace> namespaces,
    List<Device> devices,
    Map<String, NetDevice> netDevices,
    Seccomp seccomp,
    Propagation rootfsPropagation,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    String mountLabel,
    IntelRdt intelRdt,
    MemoryPolicy memoryPolicy,
    Personality personality,
    TimeOffsets timeOffsets) {

  /** Nothing said. */
  public static final Linux NONE =
      new Linux(
          List.of(), List.of(), Map.of(), null, null, List.of(), List.of(), Map.of(), null, null,
          List.of(), List.of(), null, null, null, null, null);

  /** Makes the lists and maps unmodifiable. */
  public Linux {
    uidMappings = List.copyOf(uidMappings);
    gidMappings = List.copyOf(gidMappings);
    sysctl = OrderedMap.copyOf(sysctl);
    namespaces = List.copyOf(namespaces);
    devices = List.copyOf(devices);
    netDevices = OrderedMap.copyOf(netDevices);
    maskedPaths = List.copyOf(maskedPaths);
    readonlyPaths = List.copyOf(readonlyPaths);
  }

  /**
   * Returns the namespace of a type, to be made or joined.
   *
   * @return null when the container shares that of the runtime
   */
  public Namespace namespace(NamespaceType type) {
    for (Namespace namespace : namespaces) {
      if (namespace.type() == type) {
        return namespace;
      }
    }
    return null;
  }
}
