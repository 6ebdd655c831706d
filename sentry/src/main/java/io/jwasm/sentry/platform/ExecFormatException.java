package io.jwasm.sentry.platform;

/**
 * A file that cannot be executed here. The message is one sentence for the operator, lower case and
 * without a period, that names the file and the remedy.
 */
public final class ExecFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  public ExecFormatException(String message) {
    super(message);
  }

  public ExecFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
