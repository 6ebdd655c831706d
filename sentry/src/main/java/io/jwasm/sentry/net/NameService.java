package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import java.util.List;

/**
 * From names to addresses; what a C library does in {@code getaddrinfo(3)}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
 */
public interface NameService {
  /** Most bytes of a name, as in DNS with its dots. */
  int NAME_MAX = 255;

  /**
   * Returns the addresses of a name, the best first, at least one.
   *
   * <p>Errors: ENOENT when there is no such name, or it has no address of that family; EAGAIN when
   * nobody answers; EIO when an answer makes no sense; ENAMETOOLONG; EINVAL for what is no name;
   * EINTR.
   *
   * <p>Blocking: until a name server has answered, or none has for the time that resolv.conf says.
   *
   * @param family INET or INET6, or null for both
   */
  List<IpAddress> lookUp(Caller caller, String name, SocketFamily family) throws ErrnoException;

  /**
   * Returns the port of a service by the name that {@code /etc/services} has for it, or -1.
   *
   * @param type whether of TCP or UDP
   */
  int port(Caller caller, String service, SocketType type);

  /**
   * Has names mean from now on what the container's files say at this moment, whatever a program
   * writes into them.
   */
  default void freeze(Caller caller) {}
}
