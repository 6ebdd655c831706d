package io.jwasm.oci.spec;

import java.util.List;

/**
 * A system call filter.
 *
 * @param defaultAction what to do when no rule matches
 * @param defaultErrno error number of that action, unsigned 32 bit; null when absent
 * @param architectures architectures besides the native one
 * @param flags flags of the filter
 * @param listenerPath socket that gets the notifications; null when absent
 * @param listenerMetadata opaque words for that listener; null when absent
 * @param syscalls the rules
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#seccomp">seccomp</a>
 */
public record Seccomp(
    SeccompAction defaultAction,
    Long defaultErrno,
    List<SeccompArch> architectures,
    List<SeccompFlag> flags,
    String listenerPath,
    String listenerMetadata,
    List<SeccompRule> syscalls) {

  /** Makes the lists unmodifiable. */
  public Seccomp {
    architectures = List.copyOf(architectures);
    flags = List.copyOf(flags);
    syscalls = List.copyOf(syscalls);
  }
}
