package io.jwasm.oci.spec;

/**
 * Offset of one clock.
 *
 * @param seconds whole seconds, negative too; 0 when absent
 * @param nanos nanoseconds on top, 0 to 999,999,999; 0 when absent
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/time_namespaces.7.html">time_namespaces(7)</a>
 */
public record TimeOffset(long seconds, int nanos) {}
