package io.jwasm.sentry.kernel;

/** How much of a system call there is. */
public enum Support {
  FULL("yes"),
  PARTIAL("partly"),
  UNSUPPORTED("no");

  private final String label;

  Support(String label) {
    this.label = label;
  }

  /** Returns the word that the support table shows. */
  public String label() {
    return label;
  }
}
