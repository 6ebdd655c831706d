package io.jwasm.it;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Files in containers of docker. */
final class DockerVolumesTest extends VolumesContract {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  DockerVolumesTest() {
    super(docker);
  }
}
