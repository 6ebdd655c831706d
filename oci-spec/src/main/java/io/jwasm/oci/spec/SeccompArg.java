package io.jwasm.oci.spec;

/**
 * A condition on one argument of a system call. The values are unsigned 64-bit numbers.
 *
 * @param index which argument, from 0
 * @param value what to compare with, or the mask
 * @param valueTwo what to compare the masked argument with; 0 when absent
 * @param operator how to compare
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#seccomp">seccomp</a>
 */
public record SeccompArg(long index, long value, long valueTwo, SeccompOperator operator) {}
