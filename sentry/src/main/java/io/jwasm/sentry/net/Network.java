package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import java.util.List;
import java.util.function.Consumer;

/**
 * What programs reach of the network: operations on sockets and names, each of them after the
 * policy was asked. Linux's {@code struct net}.
 */
public final class Network {
  private static final NameService NO_NAMES =
      new NameService() {
        @Override
        public List<IpAddress> lookUp(Caller caller, String name, SocketFamily family)
            throws ErrnoException {
          throw Errno.ENOENT.exception();
        }

        @Override
        public int port(Caller caller, String service, SocketType type) {
          return -1;
        }
      };

  private final NetworkStack stack;
  private final NetworkPolicy policy;
  private final NameService names;
  private final Consumer<String> denials;

  /**
   * @param denials told a sentence about what the policy denied
   */
  public Network(
      NetworkStack stack, NetworkPolicy policy, NameService names, Consumer<String> denials) {
    this.stack = stack;
    this.policy = policy;
    this.names = names;
    this.denials = denials;
  }

  /** Returns a service that knows no name. */
  public static NameService noNames() {
    return NO_NAMES;
  }

  /** Returns a network without sockets and names. */
  public static Network none() {
    return ungoverned(new NoNetwork());
  }

  /** Returns a network for traffic of the kernel's own: no policy is asked, no name is known. */
  public static Network ungoverned(NetworkStack stack) {
    return new Network(stack, NetworkPolicy.OPEN, NO_NAMES, sentence -> {});
  }

  /** As {@link NetworkStack#bufferBytes}. */
  public long bufferBytes() {
    return stack.bufferBytes();
  }

  /**
   * Returns a new socket.
   *
   * <p>Errors: as {@link NetworkStack#socket}.
   */
  public Socket socket(SocketFamily family, SocketType type) throws ErrnoException {
    Socket socket = stack.socket(family, type);
    socket.govern(policy);
    return socket;
  }

  /**
   * Returns a listening stream, or a bound datagram socket, that a program finds at its start.
   *
   * <p>Errors: as {@link #bind} and {@link #listen}.
   */
  public Socket handOver(Caller caller, SocketType type, SocketAddress local)
      throws ErrnoException {
    Socket socket = socket(local.family(), type);
    boolean done = false;
    try {
      if (local.family() != SocketFamily.UNIX) {
        socket.setOption(SocketOption.REUSE_ADDRESS, 1);
      }
      bind(caller, socket, local);
      if (type == SocketType.STREAM) {
        listen(socket, Socket.MAX_BACKLOG);
      }
      socket.handOver();
      done = true;
      return socket;
    } finally {
      if (!done) {
        socket.drop();
      }
    }
  }

  /**
   * As {@link Socket#bind}.
   *
   * <p>Errors: those, and EACCES when the policy denies it.
   */
  public void bind(Caller caller, Socket socket, SocketAddress local) throws ErrnoException {
    if (!policy.allowsBind(socket.socketType(), local)) {
      throw denied("bind to", local);
    }
    socket.bind(caller, local);
  }

  /** As {@link Socket#listen}; the backlog is brought into its bounds. */
  public void listen(Socket socket, int backlog) throws ErrnoException {
    boolean inBounds = backlog >= 0 && backlog <= Socket.MAX_BACKLOG;
    socket.listen(inBounds ? backlog : Socket.MAX_BACKLOG);
  }

  /**
   * As {@link Socket#accept}; a connection that the policy does not admit is closed, and the next
   * one waited for.
   */
  public Socket accept(Caller caller, Socket socket) throws ErrnoException {
    while (true) {
      Socket accepted = socket.accept(caller);
      if (policy == NetworkPolicy.OPEN || admits(accepted)) {
        accepted.govern(policy);
        return accepted;
      }
      accepted.drop();
    }
  }

  private boolean admits(Socket accepted) {
    try {
      SocketAddress peer = accepted.remoteAddress();
      if (policy.admits(accepted.socketType(), accepted.localAddress(), peer)) {
        return true;
      }
      denied("take a connection of", peer);
    } catch (ErrnoException e) {
      // It is gone already: nobody to decide about.
    }
    return false;
  }

  /**
   * As {@link Socket#connect}.
   *
   * <p>Errors: those, and EACCES when the policy denies it.
   */
  public void connect(Caller caller, Socket socket, SocketAddress peer) throws ErrnoException {
    checkPeer("connect to", socket, peer);
    socket.connect(caller, peer);
  }

  /**
   * As {@link Socket#sendTo}.
   *
   * <p>Errors: those, and EACCES when the policy denies it.
   */
  public long sendTo(Caller caller, Socket socket, IoSequence src, SocketAddress peer)
      throws ErrnoException {
    checkPeer("send to", socket, peer);
    return socket.sendTo(caller, src, peer);
  }

  private void checkPeer(String verb, Socket socket, SocketAddress peer) throws ErrnoException {
    if (!policy.allowsConnect(socket.socketType(), peer)) {
      throw denied(verb, peer);
    }
  }

  /**
   * As {@link NameService#lookUp}.
   *
   * <p>Errors: those, and EACCES when the policy denies the name.
   */
  public List<IpAddress> lookUp(Caller caller, String name, SocketFamily family)
      throws ErrnoException {
    if (!policy.allowsLookUp(name)) {
      throw denied("look up", name);
    }
    List<IpAddress> addresses = names.lookUp(caller, name, family);
    policy.resolved(name, addresses);
    return addresses;
  }

  /**
   * Takes away from programs to change what names mean, when a policy decides about names: they
   * could write the address of anybody next to the name of somebody else into {@code /etc/hosts}.
   * To be called when the container is started, before its first instruction and not earlier:
   * engines write these files between {@code create} and {@code start}.
   */
  public void freezeNames(Caller caller) {
    if (policy != NetworkPolicy.OPEN) {
      names.freeze(caller);
    }
  }

  /** As {@link NameService#port}. */
  public int port(Caller caller, String service, SocketType type) {
    return names.port(caller, service, type);
  }

  private ErrnoException denied(String verb, Object what) {
    denials.accept("io.jwasm.net.allow does not let the program " + verb + " " + what);
    return Errno.EACCES.exception();
  }
}
