package io.jwasm.oci.spec;

/**
 * Task limit.
 *
 * @param limit how many tasks; negative is no limit; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#pids">pids</a>
 */
public record Pids(Long limit) {}
