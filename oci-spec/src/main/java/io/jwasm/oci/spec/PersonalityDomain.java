package io.jwasm.oci.spec;

/**
 * Execution domains of personality(2) that the runtime-spec names.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#personality">personality</a>
 */
public enum PersonalityDomain implements SpecValue {
  LINUX("LINUX"),
  LINUX32("LINUX32");

  private final String specName;

  PersonalityDomain(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
