package io.jwasm.wasi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.NameService;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in a few maps: every address exists, and whoever is bound to one is reached there.
 * Names are {@code one}, {@code two} and {@code six}; services {@code http} of TCP and {@code
 * domain} of both.
 */
public final class TestNetwork implements NetworkStack, NameService {
  private static final int FIRST_EPHEMERAL = 50_000;

  final Map<String, TestSocket> bound = new HashMap<>();
  private int nextPort = FIRST_EPHEMERAL;
  private int open;

  /** Returns it as what tasks see. */
  public Network open() {
    return new Network(this, NetworkPolicy.OPEN, this, sentence -> {});
  }

  /** Returns it as what tasks see, with a policy. */
  public Network under(NetworkPolicy policy) {
    return new Network(this, policy, this, sentence -> {});
  }

  /** Returns how many sockets nobody has released yet. */
  public int openSockets() {
    return open;
  }

  void opened() {
    open++;
  }

  void released() {
    open--;
  }

  int ephemeralPort() {
    return nextPort++;
  }

  static String key(SocketType type, SocketAddress address) {
    return type + " " + address;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Socket socket(SocketFamily family, SocketType type) {
    return new TestSocket(this, family, type);
  }

  @Override
  public List<IpAddress> lookUp(Caller caller, String name, SocketFamily family)
      throws ErrnoException {
    return switch (name + (family == null ? "" : " " + family)) {
      case "one", "one INET" -> addresses("192.0.2.1");
      case "two", "two INET" -> addresses("192.0.2.1", "192.0.2.2");
      case "six", "six INET6" -> addresses("2001:db8::6");
      case "slow", "slow INET" -> throw Errno.EAGAIN.exception();
      case "broken", "broken INET" -> throw Errno.EIO.exception();
      default -> throw Errno.ENOENT.exception();
    };
  }

  private static List<IpAddress> addresses(String... texts) {
    return List.of(texts).stream().map(IpAddressText::parse).toList();
  }

  @Override
  public int port(Caller caller, String service, SocketType type) {
    return switch (service) {
      case "http" -> type == SocketType.STREAM ? 80 : -1;
      case "domain" -> 53;
      default -> -1;
    };
  }
}
