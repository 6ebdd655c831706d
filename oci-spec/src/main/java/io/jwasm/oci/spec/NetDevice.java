package io.jwasm.oci.spec;

/**
 * A network device to be moved into the container.
 *
 * @param name its name inside; null keeps the name it has on the host
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#network-devices">network
 *     devices</a>
 */
public record NetDevice(String name) {}
