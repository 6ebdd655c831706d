package io.jwasm.oci.spec;

/**
 * Processor limits; each null when absent.
 *
 * @param shares weight among sibling cgroups, unsigned
 * @param quotaMicros time per period; negative is no limit
 * @param burstMicros time that may be saved up for a burst, unsigned
 * @param periodMicros the period, unsigned
 * @param realtimeRuntimeMicros real-time scheduled time per real-time period
 * @param realtimePeriodMicros the real-time period, unsigned
 * @param cpus processors to run on, such as {@code "0-3,7"}
 * @param mems memory nodes to use, such as {@code "0-1"}
 * @param idle 1 to run only when nothing else does
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#cpu">cpu</a>
 */
public record Cpu(
    Long shares,
    Long quotaMicros,
    Long burstMicros,
    Long periodMicros,
    Long realtimeRuntimeMicros,
    Long realtimePeriodMicros,
    String cpus,
    String mems,
    Long idle) {}
