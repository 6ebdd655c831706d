package io.jwasm.oci.spec;

/**
 * A resource limit. Both values are unsigned 64-bit numbers in the unit of the resource, and -1 is
 * {@code RLIM_INFINITY}: compare them with {@link Long#compareUnsigned}.
 *
 * @param type the resource
 * @param soft the limit in force
 * @param hard how far an unprivileged process may raise it
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
public record Rlimit(RlimitType type, long soft, long hard) {}
