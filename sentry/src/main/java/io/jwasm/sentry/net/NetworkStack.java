package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;

/**
 * What sockets are made of; chosen by {@code --network}. Linux's {@code struct net_proto_family}.
 * Nothing above it knows which one it is, so that a TCP/IP stack of the sentry's own can be one.
 */
public interface NetworkStack {
  /** Returns its name, a value of {@code --network}. */
  String name();

  /**
   * Returns a new socket, of which the caller has the only reference.
   *
   * <p>Errors: EAFNOSUPPORT and EPROTONOSUPPORT for what the stack does not have; EMFILE, ENFILE,
   * ENOBUFS and ENOMEM of the host.
   */
  Socket socket(SocketFamily family, SocketType type) throws ErrnoException;

  /** Returns how many bytes of the sandbox's memory limit its sockets take. */
  default long bufferBytes() {
    return 0;
  }
}
