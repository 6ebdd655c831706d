package io.jwasm.oci.spec;

/**
 * One rule of the device cgroup.
 *
 * @param allow whether it allows or denies
 * @param type kind of device; null stands for every kind
 * @param major major number; null stands for every one
 * @param minor minor number; null stands for every one
 * @param access letters of {@code rwm}; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#allowed-device-list">allowed
 *     device list</a>
 */
public record DeviceRule(boolean allow, DeviceType type, Long major, Long minor, String access) {}
