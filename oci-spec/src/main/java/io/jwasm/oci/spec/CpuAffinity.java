package io.jwasm.oci.spec;

/**
 * Processors that a further process of the container may run on, as lists such as {@code "0-3,7"}.
 *
 * @param initial before the process is in the container's cgroup; null when absent
 * @param last after that, {@code final} in config.json; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#linux-process">Linux
 *     process</a>
 */
public record CpuAffinity(String initial, String last) {}
