package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code getaddrinfo} finds for a name and a service.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/getaddrinfo.3.html">getaddrinfo(3)</a>
 */
final class Resolver {
  private static final IpAddress LOOPBACK_V4 = IpAddressText.parse("127.0.0.1");
  private static final IpAddress LOOPBACK_V6 = IpAddressText.parse("::1");
  private static final int MAX_PORT = 0xffff;

  private final Task task;
  private final Hints hints;

  Resolver(Task task, Hints hints) {
    this.task = task;
    this.hints = hints;
  }

  /**
   * Returns every address with every type of socket that was asked for, the best first.
   *
   * <p>Errors: EACCES of the policy; EINTR.
   *
   * @param node a name or an address, or empty for this machine
   * @param service a name or a number, or empty for port 0
   */
  List<AddrInfo> resolve(String node, String service) throws ErrnoException, AiException {
    if (node.isEmpty() && service.isEmpty()) {
      throw new AiException(AiErrno.NONAME);
    }
    if (node.isEmpty() && hints.has(Hints.CANONNAME)) {
      throw new AiException(AiErrno.BADFLAG);
    }
    int[] ports = ports(service);
    List<AddrInfo> found = new ArrayList<>();
    for (IpAddress address : node.isEmpty() ? own() : addresses(node)) {
      for (int i = 0; i < ports.length; i++) {
        if (ports[i] >= 0) {
          boolean named = found.isEmpty() && hints.has(Hints.CANONNAME);
          SocketAddress.Inet at = new SocketAddress.Inet(address, ports[i]);
          found.add(new AddrInfo(at, hints.types().get(i), hints.flags(), named ? node : null));
        }
      }
    }
    return found;
  }

  /** Returns the service's port for each type, -1 for a type that it does not have. */
  private int[] ports(String service) throws AiException {
    int number = service.isEmpty() ? 0 : number(service);
    int[] ports = new int[hints.types().size()];
    boolean any = false;
    for (int i = 0; i < ports.length; i++) {
      ports[i] = number >= 0 ? number : named(service, hints.types().get(i));
      any |= ports[i] >= 0;
    }
    if (!any) {
      throw new AiException(AiErrno.SERVICE);
    }
    return ports;
  }

  private int named(String service, SocketType type) throws AiException {
    if (hints.has(Hints.NUMERICSERV)) {
      throw new AiException(AiErrno.NONAME);
    }
    return task.network().port(task, service, type);
  }

  /** Returns the number that a text of digits is, or -1 for another text. */
  private static int number(String text) throws AiException {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
      if (value > MAX_PORT) {
        throw new AiException(AiErrno.SERVICE);
      }
    }
    return value;
  }

  private List<IpAddress> own() {
    IpAddress v4 = hints.has(Hints.PASSIVE) ? IpAddress.ANY_V4 : LOOPBACK_V4;
    IpAddress v6 = hints.has(Hints.PASSIVE) ? IpAddress.ANY_V6 : LOOPBACK_V6;
    return hints.family() == null
        ? List.of(v4, v6)
        : List.of(hints.family() == SocketFamily.INET ? v4 : v6);
  }

  private List<IpAddress> addresses(String node) throws ErrnoException, AiException {
    IpAddress literal = IpAddressText.parse(node);
    if (literal != null) {
      return List.of(inFamily(literal));
    }
    if (hints.has(Hints.NUMERICHOST)) {
      throw new AiException(AiErrno.NONAME);
    }
    try {
      return lookUp(node);
    } catch (ErrnoException e) {
      int number = AiErrno.of(e.errno());
      if (number == 0) {
        throw e;
      }
      throw new AiException(number);
    }
  }

  private IpAddress inFamily(IpAddress literal) throws AiException {
    if (hints.family() == null || hints.family() == literal.family()) {
      return literal;
    }
    if (mapsV4()) {
      return mapped(literal);
    }
    throw new AiException(AiErrno.ADDRFAMILY);
  }

  private List<IpAddress> lookUp(String node) throws ErrnoException {
    try {
      return task.network().lookUp(task, node, hints.family());
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT || !mapsV4()) {
        throw e;
      }
    }
    List<IpAddress> mapped = new ArrayList<>();
    for (IpAddress address : task.network().lookUp(task, node, SocketFamily.INET)) {
      mapped.add(mapped(address));
    }
    return mapped;
  }

  private boolean mapsV4() {
    return hints.family() == SocketFamily.INET6 && hints.has(Hints.V4MAPPED);
  }

  /** Returns the address of IPv6 that stands for one of IPv4, {@code ::ffff:192.0.2.1}. */
  private static IpAddress mapped(IpAddress v4) {
    byte[] bytes = new byte[IpAddress.V6_BYTES];
    bytes[10] = -1;
    bytes[11] = -1;
    System.arraycopy(v4.bytes(), 0, bytes, 12, IpAddress.V4_BYTES);
    return IpAddress.of(bytes);
  }
}
