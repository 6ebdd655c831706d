package io.jwasm.oci.spec;

/**
 * Size of a terminal, in character cells. Each is an unsigned 32-bit number.
 *
 * @param height rows
 * @param width columns
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#process">process</a>
 */
public record ConsoleSize(long height, long width) {}
