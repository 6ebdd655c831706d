package io.jwasm.oci.spec;

/**
 * Block I/O share of one device.
 *
 * @param major major number
 * @param minor minor number
 * @param weight share of the container; null when absent
 * @param leafWeight share against the container's child cgroups; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#block-io">block
 *     io</a>
 */
public record WeightDevice(long major, long minor, Integer weight, Integer leafWeight) {}
