package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code podman run -m}. */
@NotOnReference("native programs are not refused memory")
final class PodmanMemoryTest extends MemoryContract {
  @RegisterExtension
  static final PodmanEngine podman = new PodmanEngine(ContainerRuntime.underTest());

  PodmanMemoryTest() {
    super(podman);
  }

  /** conmon 2.1.6 says it of no container, runc's neither, where version 1 and 2 are mounted. */
  @Override
  void assertOutOfMemory(String id) {
    assertThat(podman.inspect(id, "{{.State.Running}}")).isEqualTo("false");
  }
}
