package io.jwasm.oci.spec;

import java.util.List;

/**
 * The five capability sets of a process, as names such as {@code "CAP_CHOWN"}. Names the kernel
 * does not know may be among them: ask {@link Capability#named}.
 *
 * @param bounding limit of what can be gained by execve
 * @param effective what the kernel checks
 * @param inheritable kept over execve
 * @param permitted limit of the effective set
 * @param ambient kept over execve of an unprivileged program
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#linux-process">Linux
 *     process</a>
 */
public record Capabilities(
    List<String> bounding,
    List<String> effective,
    List<String> inheritable,
    List<String> permitted,
    List<String> ambient) {

  /** No capability in any set. */
  public static final Capabilities NONE =
      new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Makes the lists unmodifiable. */
  public Capabilities {
    bounding = List.copyOf(bounding);
    effective = List.copyOf(effective);
    inheritable = List.copyOf(inheritable);
    permitted = List.copyOf(permitted);
    ambient = List.copyOf(ambient);
  }
}
