package io.jwasm.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Networks of docker. */
final class DockerNetworkTest extends NetworkContract {
  private static final EngineHost HOST = EngineHost.connected();

  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest(), HOST);

  DockerNetworkTest() {
    super(docker, HOST);
  }
}
