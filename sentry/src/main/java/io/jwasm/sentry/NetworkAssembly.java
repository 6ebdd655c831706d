package io.jwasm.sentry;

import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.NoNetwork;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;

/** Makes the network of a configuration. */
final class NetworkAssembly {
  private NetworkAssembly() {}

  /**
   * Returns the network.
   *
   * <p>Errors: {@link BootException} for a stack that there is not.
   *
   * @param limit what buffers of the sentry's own are charged to
   */
  static Network assemble(NetworkConfig config, MemoryLimit limit) throws BootException {
    NetworkStack stack =
        switch (config.stack()) {
          case "host" -> new NoNetwork();
          case LoopbackNetwork.NAME -> new LoopbackNetwork(limit);
          case NoNetwork.NAME -> new NoNetwork();
          default -> throw new BootException("unknown network " + config.stack());
        };
    return new Network(stack, config.policy(), Network.noNames(), config.denials());
  }
}
