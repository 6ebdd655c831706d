package io.jwasm.oci.spec;

import java.util.List;

/**
 * A document that is not usable. The message is one line that lists what is wrong, path by path:
 * say in front of it which file it is about. There is no stack trace, for the fault is not in this
 * program.
 */
public final class InvalidSpec extends Exception {
  /** How many violations the message spells out. */
  private static final int IN_MESSAGE = 20;

  private static final long serialVersionUID = 1;

  private final transient List<Violation> violations;

  /** Makes the failure from at least one violation. */
  public InvalidSpec(List<Violation> violations) {
    super(message(violations), null, false, false);
    this.violations = List.copyOf(violations);
  }

  /** Returns what is wrong, in document order, {@value SpecReader#MAX_VIOLATIONS} at most. */
  public List<Violation> violations() {
    return violations;
  }

  private static String message(List<Violation> violations) {
    StringBuilder text = new StringBuilder(80);
    int shown = Math.min(violations.size(), IN_MESSAGE);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : "; ").append(violations.get(i));
    }
    if (shown < violations.size()) {
      text.append("; and ").append(violations.size() - shown).append(" more");
    }
    return text.toString();
  }
}
