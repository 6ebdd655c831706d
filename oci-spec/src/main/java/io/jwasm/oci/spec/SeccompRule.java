package io.jwasm.oci.spec;

import java.util.List;

/**
 * What a filter does on some system calls.
 *
 * @param names the system calls
 * @param action what to do
 * @param errno error number of that action, unsigned 32 bit; null when absent
 * @param args conditions on their arguments, all of which must hold
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#seccomp">seccomp</a>
 */
public record SeccompRule(
    List<String> names, SeccompAction action, Long errno, List<SeccompArg> args) {

  /** Makes the lists unmodifiable. */
  public SeccompRule {
    names = List.copyOf(names);
    args = List.copyOf(args);
  }
}
