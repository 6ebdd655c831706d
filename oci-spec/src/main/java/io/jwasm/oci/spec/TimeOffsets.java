package io.jwasm.oci.spec;

/**
 * Clock offsets of a new time namespace.
 *
 * @param boottime offset of {@code CLOCK_BOOTTIME}; null when absent
 * @param monotonic offset of {@code CLOCK_MONOTONIC}; null when absent
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/time_namespaces.7.html">time_namespaces(7)</a>
 */
public record TimeOffsets(TimeOffset boottime, TimeOffset monotonic) {}
