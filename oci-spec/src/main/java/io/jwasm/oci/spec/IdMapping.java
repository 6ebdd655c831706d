package io.jwasm.oci.spec;

/**
 * A range of user or group ids of the container and the host ids it stands for. Each is an unsigned
 * 32-bit number.
 *
 * @param containerId first id inside the container
 * @param hostId first id on the host
 * @param size how many ids
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/user_namespaces.7.html">user_namespaces(7)</a>
 */
public record IdMapping(long containerId, long hostId, long size) {}
