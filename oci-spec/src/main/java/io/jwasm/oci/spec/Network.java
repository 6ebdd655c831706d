package io.jwasm.oci.spec;

import java.util.List;

/**
 * Network class and priorities of the cgroup.
 *
 * @param classId class of the container's packets, an unsigned 32-bit number; null when absent
 * @param priorities priority per interface
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#network">network</a>
 */
public record Network(Long classId, List<InterfacePriority> priorities) {

  /** Makes the list unmodifiable. */
  public Network {
    priorities = List.copyOf(priorities);
  }
}
