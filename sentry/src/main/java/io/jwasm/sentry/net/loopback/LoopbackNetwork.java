package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;

/**
 * A network that consists of this sandbox: 127.0.0.0/8, ::1 and names of the UNIX domain, which are
 * the stack's own and no files. Nobody outside is reached, and reaches it.
 */
public final class LoopbackNetwork implements NetworkStack {
  public static final String NAME = "sandbox";

  /** From here on ports are anybody's, unless a sandbox says otherwise; as in Linux. */
  public static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /** What part of the heap sockets may take with what they keep. */
  private static final int HEAP_SHARE = 4;

  private final MemoryLimit memory;
  private final PortTable tcp;
  private final PortTable udp;
  private final UnixNames names = new UnixNames();

  /**
   * @param limit what sockets are charged to, with their buffers; they take at most a quarter of
   *     the Java heap of it
   */
  public LoopbackNetwork(MemoryLimit limit) {
    this(limit, FIRST_UNPRIVILEGED_PORT);
  }

  /**
   * As the other, with what Linux calls {@code net.ipv4.ip_unprivileged_port_start}.
   *
   * @param firstUnprivilegedPort ports below it are for user 0 alone
   */
  public LoopbackNetwork(MemoryLimit limit, int firstUnprivilegedPort) {
    memory = limit.within(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    tcp = new PortTable(firstUnprivilegedPort);
    udp = new PortTable(firstUnprivilegedPort);
  }

  @Override
  public String name() {
    return NAME;
  }

  /**
   * As {@link NetworkStack#socket}.
   *
   * <p>Errors: ENOBUFS when the sandbox has no memory left for one.
   */
  @Override
  public Socket socket(SocketFamily family, SocketType type) throws ErrnoException {
    return switch (type) {
      case STREAM ->
          family == SocketFamily.UNIX ? new UnixStreamSocket(this) : new TcpSocket(this, family);
      case DGRAM ->
          family == SocketFamily.UNIX ? new UnixDatagramSocket(this) : new UdpSocket(this, family);
    };
  }

  /** As {@link NetworkStack#bufferBytes}, with what they hold for others to receive. */
  @Override
  public long bufferBytes() {
    return memory.chargedBytes();
  }

  MemoryLimit memory() {
    return memory;
  }

  PortTable ports(SocketType type) {
    return switch (type) {
      case STREAM -> tcp;
      case DGRAM -> udp;
    };
  }

  UnixNames names() {
    return names;
  }
}
