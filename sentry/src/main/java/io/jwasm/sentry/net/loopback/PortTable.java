package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has which port, of TCP or of UDP; Linux's {@code inet_hashinfo}.
 *
 * <p>Locks: its own guards everything, and nothing else is taken under it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/ip.7.html">ip(7)</a>
 */
final class PortTable {
  /** Ports that sockets get which ask for any, as in Linux. */
  static final int FIRST_EPHEMERAL = 32_768;

  static final int LAST_EPHEMERAL = 60_999;

  private static final int EPHEMERALS = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;

  private final int firstUnprivilegedPort;
  private final Map<Integer, List<Binding>> ports = new HashMap<>();
  private int lastGiven = LAST_EPHEMERAL;

  PortTable(int firstUnprivilegedPort) {
    this.firstUnprivilegedPort = firstUnprivilegedPort;
  }

  /**
   * Checks that a caller may have a port.
   *
   * <p>Errors: EACCES for a low one.
   */
  void check(Caller caller, int port) throws ErrnoException {
    if (port != 0 && port < firstUnprivilegedPort && caller.uid() != 0) {
      throw Errno.EACCES.exception();
    }
  }

  /**
   * Gives a socket a port of an address; any free one for port 0.
   *
   * <p>Errors: EADDRINUSE.
   */
  synchronized Binding bind(
      LoopbackSocket socket, SocketAddress.Inet wanted, Binding.Reuse reuse, Binding.V6 v6)
      throws ErrnoException {
    SocketAddress.Inet address =
        wanted.port() == 0 ? new SocketAddress.Inet(wanted.address(), ephemeral()) : wanted;
    Binding binding = new Binding(socket, address, reuse, v6);
    binding.open = socket.socketType() == SocketType.DGRAM;
    List<Binding> others = ports.computeIfAbsent(address.port(), key -> new ArrayList<>(1));
    for (Binding other : others) {
      boolean shared = binding.reuses && other.reuses && !isListening(other);
      if (!shared && binding.overlaps(other)) {
        throw Errno.EADDRINUSE.exception();
      }
    }
    others.add(binding);
    return binding;
  }

  private static boolean isListening(Binding binding) {
    return binding.open && binding.socket.socketType() == SocketType.STREAM;
  }

  private int ephemeral() throws ErrnoException {
    for (int i = 1; i <= EPHEMERALS; i++) {
      int port = FIRST_EPHEMERAL + (lastGiven - FIRST_EPHEMERAL + i) % EPHEMERALS;
      if (!ports.containsKey(port)) {
        lastGiven = port;
        return port;
      }
    }
    throw Errno.EADDRINUSE.exception();
  }

  /**
   * Has a socket take what comes to its port.
   *
   * <p>Errors: EADDRINUSE when another one does already.
   */
  synchronized void open(Binding binding) throws ErrnoException {
    for (Binding other : ports.get(binding.address.port())) {
      if (other != binding && isListening(other) && binding.overlaps(other)) {
        throw Errno.EADDRINUSE.exception();
      }
    }
    binding.open = true;
  }

  /** Has a socket take nothing any more, and keep its port. */
  synchronized void shut(Binding binding) {
    binding.open = false;
  }

  /** Has a socket take nothing but what comes from a peer. */
  synchronized void connect(Binding binding, SocketAddress.Inet peer) {
    binding.peer = peer;
  }

  synchronized void remove(Binding binding) {
    List<Binding> all = ports.get(binding.address.port());
    all.remove(binding);
    if (all.isEmpty()) {
      ports.remove(binding.address.port());
    }
  }

  /** Returns who takes what comes from a source to an address, or null. */
  synchronized LoopbackSocket find(SocketAddress.Inet address, SocketAddress.Inet source) {
    List<Binding> all = ports.get(address.port());
    LoopbackSocket best = null;
    int bestFit = 0;
    for (int i = 0; all != null && i < all.size(); i++) {
      int fit = all.get(i).fits(address.address(), source);
      if (fit >= bestFit) {
        best = all.get(i).socket;
        bestFit = fit;
      }
    }
    return best;
  }

  /** Returns how many ports somebody has. */
  synchronized int count() {
    return ports.size();
  }
}
