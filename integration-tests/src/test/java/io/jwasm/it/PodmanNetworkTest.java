package io.jwasm.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Networks of podman. */
final class PodmanNetworkTest extends NetworkContract {
  private static final EngineHost HOST = EngineHost.connected();

  @RegisterExtension
  static final PodmanEngine podman = new PodmanEngine(ContainerRuntime.underTest(), HOST);

  PodmanNetworkTest() {
    super(podman, HOST);
  }
}
