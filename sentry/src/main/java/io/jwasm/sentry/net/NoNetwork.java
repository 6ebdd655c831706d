package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/** A stack without sockets. */
public final class NoNetwork implements NetworkStack {
  public static final String NAME = "none";

  @Override
  public String name() {
    return NAME;
  }

  /**
   * As {@link NetworkStack#socket}; makes none.
   *
   * <p>Errors: EACCES, always: the operator's choice, and not a family that is missing.
   */
  @Override
  public Socket socket(SocketFamily family, SocketType type) throws ErrnoException {
    throw Errno.EACCES.exception();
  }
}
