package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A finished process. Its output stays in files, because a container may go on writing to the
 * standard output that it inherited from the finished command.
 *
 * @param command the words of the command
 * @param exit exit status as a shell reports it, 128 + n for signal n
 * @param outFile standard output
 * @param errFile standard error
 * @param took from start to end
 */
record Outcome(String command, int exit, Path outFile, Path errFile, Duration took) {

  /** Standard output up to now, as text. */
  String out() {
    return read(outFile);
  }

  /** Standard error up to now, as text. */
  String err() {
    return read(errFile);
  }

  /** Standard output as one JSON value. */
  JsonNode json() {
    return Json.parse(out());
  }

  /**
   * This outcome when the exit status is 0; otherwise the test fails with everything that was
   * printed.
   */
  Outcome ok() {
    return exits(0);
  }

  /**
   * This outcome when the exit status is the expected one; otherwise the test fails with everything
   * that was printed.
   */
  Outcome exits(int expected) {
    assertThat(exit).as("exit status of %s", this).isEqualTo(expected);
    return this;
  }

  /**
   * This outcome when it is a refusal: status 1, nothing on standard output, and one line on
   * standard error that holds all the given pieces.
   */
  Outcome refused(String... pieces) {
    exits(1);
    assertThat(out()).as("standard output of %s", this).isEmpty();
    assertThat(err().strip().lines()).as("lines on standard error of %s", this).hasSize(1);
    assertThat(err()).as("%s", this).contains(pieces);
    return this;
  }

  @Override
  public String toString() {
    return "%s%nexit %d after %d ms%n--- stdout%n%s%n--- stderr%n%s%n---"
        .formatted(command, exit, took.toMillis(), clip(out()), clip(err()));
  }

  private static String clip(String text) {
    return text.length() <= 8000 ? text : text.substring(0, 8000) + " ...";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
