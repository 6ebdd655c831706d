package io.jwasm.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Files in containers of podman. */
final class PodmanVolumesTest extends VolumesContract {
  @RegisterExtension
  static final PodmanEngine podman = new PodmanEngine(ContainerRuntime.underTest());

  PodmanVolumesTest() {
    super(podman);
  }
}
