package io.jwasm.testsuite;

/** The suite cannot be run, or a test's specification cannot be read: one sentence for people. */
final class TestsuiteException extends Exception {
  private static final long serialVersionUID = 1L;

  TestsuiteException(String message) {
    super(message);
  }

  TestsuiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
