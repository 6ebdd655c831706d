package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docker run -m}. */
@NotOnReference("native programs are not refused memory")
final class DockerMemoryTest extends MemoryContract {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  DockerMemoryTest() {
    super(docker);
  }

  @Override
  void assertOutOfMemory(String id) {
    assertThat(docker.inspect(id, "{{.State.OOMKilled}}")).isEqualTo("true");
  }
}
