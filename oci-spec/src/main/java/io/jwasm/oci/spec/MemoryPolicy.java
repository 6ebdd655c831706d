package io.jwasm.oci.spec;

import java.util.List;

/**
 * NUMA memory policy.
 *
 * @param mode the policy
 * @param nodes memory nodes, such as {@code "0-1,3"}; null when absent
 * @param flags flags of the policy
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#memory-policy">memory
 *     policy</a>
 */
public record MemoryPolicy(MemoryPolicyMode mode, String nodes, List<MemoryPolicyFlag> flags) {

  /** Makes the list unmodifiable. */
  public MemoryPolicy {
    flags = List.copyOf(flags);
  }
}
