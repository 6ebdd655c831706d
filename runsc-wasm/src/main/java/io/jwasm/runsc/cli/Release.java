package io.jwasm.runsc.cli;

/** What {@code --version} says. */
final class Release {
  static final String VERSION = "0.1.0";

  /**
   * The newest version of the OCI runtime-spec whose bundles are understood, and the one that
   * {@code spec} writes.
   */
  static final String OCI_VERSION = io.jwasm.oci.spec.Spec.VERSION;

  /**
   * The lines that callers parse: docker takes the name and number round the word "version", which
   * must therefore stand in no other line; podman prints the text as it is.
   */
  static final String TEXT = "jwasm version " + VERSION + "\nspec: " + OCI_VERSION + "\n";

  private Release() {}
}
