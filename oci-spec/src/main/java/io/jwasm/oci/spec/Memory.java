package io.jwasm.oci.spec;

/**
 * Memory limits, in bytes; -1 is no limit; each null when absent.
 *
 * @param limit memory
 * @param reservation memory that is reclaimed last
 * @param swap memory and swap together
 * @param kernel kernel memory
 * @param kernelTcp kernel memory of TCP buffers
 * @param swappiness tendency to swap, 0 to 100, unsigned
 * @param disableOomKiller whether the container waits for memory instead of being killed
 * @param useHierarchy whether children count in the parent
 * @param checkBeforeUpdate whether a limit below what is in use is refused
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#memory">memory</a>
 */
public record Memory(
    Long limit,
    Long reservation,
    Long swap,
    Long kernel,
    Long kernelTcp,
    Long swappiness,
    Boolean disableOomKiller,
    Boolean useHierarchy,
    Boolean checkBeforeUpdate) {}
