package io.jwasm.oci.spec;

/**
 * I/O priority of a process group.
 *
 * @param priorityClass the scheduling class, {@code class} in config.json
 * @param priority 0, the highest, to 7
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#linux-process">Linux
 *     process</a>
 */
public record IoPriority(IoPriorityClass priorityClass, int priority) {}
