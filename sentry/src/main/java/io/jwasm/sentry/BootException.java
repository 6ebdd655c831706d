package io.jwasm.sentry;

/** A sandbox that cannot be booted; the message is one sentence for the operator. */
public final class BootException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says in one sentence what is wrong. */
  public BootException(String message) {
    super(message);
  }
}
