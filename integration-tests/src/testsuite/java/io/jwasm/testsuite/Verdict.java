package io.jwasm.testsuite;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a test.
 *
 * @param exit status of the container
 * @param complaint why it failed; empty when it passed
 */
record Verdict(TestCase test, int exit, String out, String err, Optional<String> complaint) {
  private static final int CLIP = 200;

  /** Compares what was expected with what happened. */
  static Verdict of(TestCase test, int exit, String out, String err) {
    return new Verdict(test, exit, out, err, complaint(test, exit, out, err));
  }

  /** A test that has not ended, or not begun. */
  static Verdict failed(TestCase test, String out, String err, String complaint) {
    return new Verdict(test, -1, out, err, Optional.of(complaint));
  }

  boolean passed() {
    return complaint.isEmpty();
  }

  /** Everything, for the report file. */
  String report() {
    return "=== %s: %s%nexit %d%n--- stdout%n%s%n--- stderr%n%s%n"
        .formatted(test.name(), complaint.orElse("passed"), exit, out.strip(), err.strip());
  }

  private static Optional<String> complaint(TestCase test, int exit, String out, String err) {
    if (exit != test.exitCode()) {
      return Optional.of("exit %d, not %d: %s".formatted(exit, test.exitCode(), gist(err)));
    }
    return mismatch("stdout", test.stdout(), out).or(() -> mismatch("stderr", test.stderr(), err));
  }

  private static Optional<String> mismatch(
      String stream, Optional<String> expected, String actual) {
    return expected
        .filter(text -> !text.equals(actual))
        .map(text -> "%s is \"%s\", not \"%s\"".formatted(stream, clip(actual), clip(text)));
  }

  /** What a failed assertion says, on one line. */
  private static String gist(String err) {
    return clip(
        err.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("note: "))
            .collect(Collectors.joining(" ")));
  }

  private static String clip(String text) {
    return text.length() <= CLIP ? text : text.substring(0, CLIP) + " ...";
  }
}
