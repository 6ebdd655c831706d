package io.jwasm.oci.spec;

/**
 * A value of a closed set in config.json: every enum of this package.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#valid-values">valid
 *     values</a>
 */
public interface SpecValue {
  /** Returns the value as config.json spells it, such as {@code "SCMP_ACT_ALLOW"}. */
  String specName();
}
