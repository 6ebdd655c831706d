package io.jwasm.oci.spec;

import java.util.List;
import java.util.Map;

/**
 * Limits of the container's cgroup. They may be changed while the container runs.
 *
 * @param devices which devices may be used, in the order they are applied
 * @param memory memory limits; null when absent
 * @param cpu processor limits; null when absent
 * @param pids task limit; null when absent
 * @param blockIo block I/O limits; null when absent
 * @param hugepageLimits huge page limits
 * @param network network class and priorities; null when absent
 * @param rdma RDMA limits, by device
 * @param unified cgroup v2 files and what to write into them
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#control-groups">control
 *     groups</a>
 */
public record Resources(
    List<DeviceRule> devices,
    Memory memory,
    Cpu cpu,
    Pids pids,
    BlockIo blockIo,
    List<HugepageLimit> hugepageLimits,
    Network network,
    Map<String, Rdma> rdma,
    Map<String, String> unified) {

  /** Makes the lists and maps unmodifiable. */
  public Resources {
    devices = List.copyOf(devices);
    hugepageLimits = List.copyOf(hugepageLimits);
    rdma = OrderedMap.copyOf(rdma);
    unified = OrderedMap.copyOf(unified);
  }
}
