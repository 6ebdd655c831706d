package io.jwasm.oci.spec;

import java.util.List;

/**
 * Execution domain of the process.
 *
 * @param domain the domain
 * @param flags further flags, of which the runtime-spec knows none
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#personality">personality</a>
 */
public record Personality(PersonalityDomain domain, List<String> flags) {

  /** Makes the list unmodifiable. */
  public Personality {
    flags = List.copyOf(flags);
  }
}
