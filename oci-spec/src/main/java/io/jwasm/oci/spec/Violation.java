package io.jwasm.oci.spec;

/**
 * One thing wrong with a document.
 *
 * @param path where, such as {@code process.args[0]}; empty for the document as a whole
 * @param message what is wrong and what to do about it, in one lower-case sentence
 */
public record Violation(String path, String message) {

  /** Returns path and message on one line. */
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
