package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Checks of sandboxes, counted: what was looked at and what was not as it must be. */
final class Posture {
  private final List<String> violations = new ArrayList<>();
  private int checks;
  private int threads;

  /**
   * Looks at everything of a running sandbox; the test fails with all that is not as it must be.
   */
  void inspect(SandboxProcess sandbox) {
    int before = violations.size();
    Grant grant = Grant.of(sandbox.config());
    new ThreadPosture(this, sandbox, grant).check();
    new RootPosture(this, sandbox).check();
    new FilesPosture(this, sandbox).check();
    new ProcessPosture(this, sandbox, grant).check();
    assertThat(violations.subList(before, violations.size()))
        .as("what process %d has that it must not", sandbox.pid())
        .isEmpty();
  }

  void addThread() {
    threads++;
  }

  /** Counts one check: what is there must be what is expected. */
  void equal(String what, Object actual, Object expected) {
    holds(what + " is " + actual + " and not " + expected, Objects.equals(actual, expected));
  }

  /** Counts one check. */
  void holds(String otherwise, boolean condition) {
    checks++;
    if (!condition) {
      violations.add(otherwise);
    }
  }

  /** The line of {@code make security}. */
  String figure(String engine) {
    return "figure: posture checks passed, %s: %d of %d on %d threads (goal 100 %%)"
        .formatted(engine, checks - violations.size(), checks, threads);
  }
}
