package io.jwasm.oci.spec;

/**
 * Block I/O rate of one device.
 *
 * @param major major number
 * @param minor minor number
 * @param rate bytes or operations per second, an unsigned 64-bit number
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#block-io">block
 *     io</a>
 */
public record ThrottleDevice(long major, long minor, long rate) {}
