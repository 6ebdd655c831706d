package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.net.HostName;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.NameService;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Vfs;
import java.util.ArrayList;
import java.util.List;

/**
 * Names as glibc resolves them, from the files of the container and by its name servers. Addresses
 * of IPv4 come first: a container often has addresses of IPv6 and no way for them.
 *
 * <p>Locks: none.
 */
public final class Resolver implements NameService {
  /** Most addresses of a name, of each family. */
  static final int MOST_ADDRESSES = 64;

  private static final int DNS_PORT = 53;
  private static final List<IpAddress> LOOPBACK =
      List.of(IpAddressText.parse("127.0.0.1"), IpAddressText.parse("::1"));

  private final EtcFiles files;
  private final NameServers servers;

  /**
   * @param stack what it reaches name servers by; it asks no policy
   */
  public Resolver(Vfs vfs, NetworkStack stack, RandomSource random, Clock clock) {
    this(vfs, stack, random, clock, DNS_PORT);
  }

  Resolver(Vfs vfs, NetworkStack stack, RandomSource random, Clock clock, int port) {
    SpareBuffer spare = new SpareBuffer();
    this.files = new EtcFiles(vfs, spare);
    this.servers = new NameServers(Network.ungoverned(stack), random, clock, spare, port);
  }

  /**
   * As {@link NameService#freeze}.
   *
   * <p>Blocking: on the file system.
   */
  @Override
  public void freeze(Caller caller) {
    files.freeze(caller);
  }

  @Override
  public List<IpAddress> lookUp(Caller caller, String name, SocketFamily family)
      throws ErrnoException {
    if (family == SocketFamily.UNIX) {
      throw Errno.EINVAL.exception();
    }
    IpAddress literal = IpAddressText.parse(name);
    if (literal != null) {
      return ofFamily(List.of(literal), family);
    }
    String canonical = HostName.canonical(name);
    if (HostName.isLocalhost(canonical)) {
      return ofFamily(LOOPBACK, family);
    }
    Errno failure = Errno.ENOENT;
    for (HostsOrder service : HostsOrder.parse(files.read(caller, EtcFile.NSSWITCH))) {
      try {
        return switch (service) {
          case FILES -> fromHosts(caller, canonical, family);
          case DNS -> fromServers(caller, name, canonical, family);
        };
      } catch (ErrnoException e) {
        failure = worse(failure, e);
      }
    }
    throw failure.exception();
  }

  private static List<IpAddress> ofFamily(List<IpAddress> addresses, SocketFamily family)
      throws ErrnoException {
    List<IpAddress> wanted = new ArrayList<>();
    for (IpAddress address : addresses) {
      if (family == null || address.family() == family) {
        wanted.add(address);
      }
    }
    if (wanted.isEmpty()) {
      throw Errno.ENOENT.exception();
    }
    return wanted;
  }

  private List<IpAddress> fromHosts(Caller caller, String canonical, SocketFamily family)
      throws ErrnoException {
    List<IpAddress> found = Hosts.find(files.read(caller, EtcFile.HOSTS), canonical, family);
    List<IpAddress> ordered = new ArrayList<>();
    for (IpAddress address : found) {
      boolean v4 = address.family() == SocketFamily.INET;
      ordered.add(v4 ? count(ordered) : ordered.size(), address);
    }
    return ofFamily(ordered, family);
  }

  /** Returns how many addresses of IPv4 a list begins with. */
  private static int count(List<IpAddress> addresses) {
    int count = 0;
    while (count < addresses.size() && addresses.get(count).family() == SocketFamily.INET) {
      count++;
    }
    return count;
  }

  private List<IpAddress> fromServers(
      Caller caller, String name, String canonical, SocketFamily family) throws ErrnoException {
    ResolvConf conf = ResolvConf.parse(files.read(caller, EtcFile.RESOLV_CONF));
    Errno failure = Errno.ENOENT;
    for (String candidate : conf.candidates(name, canonical)) {
      NameServers.Answer answer = servers.ask(caller, conf, candidate, family);
      if (!answer.addresses().isEmpty()) {
        return answer.addresses();
      }
      switch (answer.reply()) {
        // Nobody would answer for the next candidate either.
        case FOREIGN -> throw Errno.EAGAIN.exception();
        case TRUNCATED, FAILURE -> failure = Errno.EAGAIN;
        case GARBAGE -> failure = failure == Errno.ENOENT ? Errno.EIO : failure;
        case FINAL -> {}
      }
    }
    throw failure.exception();
  }

  /** That nobody answered says more than that another service does not know the name. */
  private static Errno worse(Errno failure, ErrnoException next) throws ErrnoException {
    return switch (next.errno()) {
      case ENOENT -> failure;
      case EAGAIN, EIO -> next.errno();
      default -> throw next;
    };
  }

  /** As {@link NameService#port}; a number is itself. */
  @Override
  public int port(Caller caller, String service, SocketType type) {
    int number = Services.number(service);
    return number >= 0
        ? number
        : Services.find(files.read(caller, EtcFile.SERVICES), service, type);
  }
}
