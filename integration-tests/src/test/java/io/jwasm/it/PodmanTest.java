package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code podman --runtime jwasm run}. */
final class PodmanTest extends EngineContract {
  @RegisterExtension
  static final PodmanEngine podman = new PodmanEngine(ContainerRuntime.underTest());

  PodmanTest() {
    super(podman);
  }

  @Test
  void theRuntimeIsAlsoNamedByItsPath() {
    assertThat(podman.runByPath().and("--rm", Image.NAME, "/hello.wasm").run().ok().out())
        .isEqualTo("hello world\n");
  }
}
