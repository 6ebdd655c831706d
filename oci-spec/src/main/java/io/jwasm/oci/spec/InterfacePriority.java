package io.jwasm.oci.spec;

/**
 * Priority of the container's traffic on one network interface.
 *
 * @param name the interface
 * @param priority an unsigned 32-bit number
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#network">network</a>
 */
public record InterfacePriority(String name, long priority) {}
