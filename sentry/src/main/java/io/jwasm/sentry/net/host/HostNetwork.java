package io.jwasm.sentry.net.host;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostSockets;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.sentry.vfs.SocketPlaces;
import io.jwasm.sentry.vfs.Vfs;

/** The host's stack. */
public final class HostNetwork implements NetworkStack {
  public static final String NAME = "host";

  private final SocketPlaces places;

  /**
   * @param vfs where names of the UNIX domain are found
   */
  public HostNetwork(Vfs vfs) {
    this.places = vfs.socketPlaces();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Socket socket(SocketFamily family, SocketType type) throws ErrnoException {
    int domain =
        switch (family) {
          case INET -> HostConstants.AF_INET;
          case INET6 -> HostConstants.AF_INET6;
          case UNIX -> HostConstants.AF_UNIX;
        };
    return switch (type) {
      case STREAM -> {
        int fd = HostErrors.check(HostSockets.socket(domain, HostConstants.SOCK_STREAM));
        yield new HostStreamSocket(family, fd, places);
      }
      case DGRAM -> {
        int fd = HostErrors.check(HostSockets.socket(domain, HostConstants.SOCK_DGRAM));
        yield new HostDatagramSocket(family, fd, places);
      }
    };
  }
}
