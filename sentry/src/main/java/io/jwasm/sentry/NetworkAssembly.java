package io.jwasm.sentry;

import io.jwasm.sentry.net.NameService;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.NetworkStack;
import io.jwasm.sentry.net.NoNetwork;
import io.jwasm.sentry.net.host.HostNetwork;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;
import io.jwasm.sentry.net.names.Resolver;
import io.jwasm.sentry.vfs.Vfs;

/** Makes the network of a configuration. */
final class NetworkAssembly {
  private NetworkAssembly() {}

  /**
   * Returns the network.
   *
   * <p>Errors: {@link BootException} for a stack that there is not.
   *
   * @param sentry what the sandbox was booted with
   * @param vfs where names of the UNIX domain are found, and what says how others are resolved
   */
  static Network assemble(NetworkConfig config, SentryConfig sentry, Vfs vfs) throws BootException {
    NetworkStack stack =
        switch (config.stack()) {
          case HostNetwork.NAME -> new HostNetwork(vfs);
          case LoopbackNetwork.NAME -> new LoopbackNetwork(sentry.pages().limit());
          case NoNetwork.NAME -> new NoNetwork();
          default -> throw new BootException("unknown network " + config.stack());
        };
    NameService names = new Resolver(vfs, stack, sentry.random(), sentry.clock());
    return new Network(stack, config.policy(), names, config.denials());
  }
}
