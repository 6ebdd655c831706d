package io.jwasm.oci.spec;

/**
 * A device node to be made in the container.
 *
 * @param path where, absolute inside the container
 * @param type its kind
 * @param major major number; 0 when absent
 * @param minor minor number; 0 when absent
 * @param fileMode permission bits, with the file type bits where the caller took them from stat(2);
 *     null when absent
 * @param uid owner, an unsigned 32-bit number; null when absent
 * @param gid group, an unsigned 32-bit number; null when absent
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#devices">devices</a>
 */
public record Device(
    String path, DeviceType type, long major, long minor, Long fileMode, Long uid, Long gid) {}
