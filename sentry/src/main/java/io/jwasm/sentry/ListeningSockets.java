package io.jwasm.sentry;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.net.ListenAddress;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NoNetwork;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.vfs.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * The sockets that a program finds open at its start, from descriptor 3 on, as systemd hands them
 * over. Who starts the program has no number that it could know, so LISTEN_PID is not set.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_listen_fds.3.html">sd_listen_fds(3)</a>
 */
final class ListeningSockets {
  private static final String COUNT = "LISTEN_FDS=";

  /** What a protocol has that is not spoken here, or only with our numbers. */
  private static final String[] REPLACED = {COUNT, "LISTEN_PID=", "LISTEN_FDNAMES="};

  private static final int FIRST_FREE_PORT = 1024;

  /** Those of a sentry without a network. */
  static final ListeningSockets NONE = new ListeningSockets(null, Network.none());

  private final NetworkConfig config;
  private final Network network;

  ListeningSockets(NetworkConfig config, Network network) {
    this.config = config;
    this.network = network;
  }

  private boolean isEmpty() {
    return config == null || config.listen().isEmpty();
  }

  /** Returns an environment that tells how many there are; the same one when there are none. */
  List<String> environment(List<String> env) {
    if (isEmpty()) {
      return env;
    }
    List<String> changed = new ArrayList<>(env.size() + 1);
    for (int i = 0; i < env.size(); i++) {
      if (!isReplaced(env.get(i))) {
        changed.add(env.get(i));
      }
    }
    changed.add(COUNT + config.listen().size());
    return changed;
  }

  private static boolean isReplaced(String entry) {
    for (String name : REPLACED) {
      if (entry.startsWith(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Binds them and gives them the lowest free descriptors.
   *
   * <p>Errors: {@link ExecFormatException} that says what cannot be listened on, and why; EMFILE.
   *
   * <p>Blocking: until this machine has its addresses.
   */
  void install(FdTable fds, Caller user) throws ExecFormatException, ErrnoException {
    if (isEmpty()) {
      return;
    }
    if (config.stack().equals(NoNetwork.NAME)) {
      throw failed(config.listen().getFirst(), "the network is " + NoNetwork.NAME);
    }
    if (config.addresses() != null) {
      config.addresses().run();
    }
    for (int i = 0; i < config.listen().size(); i++) {
      fds.install(Descriptor.unlimited(bound(config.listen().get(i), user)));
    }
  }

  private Socket bound(ListenAddress address, Caller user) throws ExecFormatException {
    if (!config.policy().allowsBind(address.type(), address.address())) {
      throw failed(address, "io.jwasm.net.allow does not let the program be reached there");
    }
    try {
      return network.handOver(user, address.type(), address.address());
    } catch (ErrnoException e) {
      throw failed(address, e.errno().text() + reason(e.errno(), address.address()));
    }
  }

  private static String reason(Errno errno, SocketAddress address) {
    boolean lowPort = address instanceof SocketAddress.Inet inet && inet.port() < FIRST_FREE_PORT;
    return switch (errno) {
      case EACCES -> lowPort ? ": ports below 1024 need CAP_NET_BIND_SERVICE" : "";
      case EADDRINUSE ->
          address instanceof SocketAddress.Inet
              ? ": somebody else listens there"
              : ": there is a file of that name already";
      case EADDRNOTAVAIL -> ": it is no address of the container";
      default -> "";
    };
  }

  private ExecFormatException failed(ListenAddress address, String why) {
    return new ExecFormatException(
        "cannot listen on " + address + " (" + config.listenSetting() + "): " + why);
  }
}
