package io.jwasm.sentry;

import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.NoNetwork;
import io.jwasm.sentry.net.host.HostNetwork;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;
import io.jwasm.sentry.vfs.Vfs;

/** Makes the network of a configuration. */
final class NetworkAssembly {
  private NetworkAssembly() {}

  /**
   * Returns the network.
   *
   * <p>Errors: {@link BootException} for a stack that there is not.
   *
   * @param vfs where names of the UNIX domain are found
   * @param limit what buffers of the sentry's own are charged to
   */
  static Network assemble(NetworkConfig config, Vfs vfs, MemoryLimit limit) throws BootException {
    NetworkStack stack =
        switch (config.stack()) {
          case HostNetwork.NAME -> new HostNetwork(vfs);
          case LoopbackNetwork.NAME -> new LoopbackNetwork(limit);
          case NoNetwork.NAME -> new NoNetwork();
          default -> throw new BootException("unknown network " + config.stack());
        };
    return new Network(stack, config.policy(), Network.noNames(), config.denials());
  }
}
