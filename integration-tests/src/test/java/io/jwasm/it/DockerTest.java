package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code docker run --runtime=jwasm}. */
final class DockerTest extends EngineContract {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  DockerTest() {
    super(docker);
  }

  @Test
  void theRuntimeIsRegistered() {
    assertThat(
            docker
                .command("info", "--format", "{{json .Runtimes}}")
                .run()
                .ok()
                .json()
                .path("jwasm")
                .path("path"))
        .hasToString("\"" + ContainerRuntime.underTest().binary() + "\"");
  }

  @Test
  void topShowsTheProcess() {
    String id = docker.ready(Image.NAME, "/sleep.wasm");
    String pid = docker.inspect(id, "{{.State.Pid}}");

    assertThat(docker.command("top", id).run().ok().out().lines().skip(1))
        .singleElement()
        .asString()
        .containsPattern("\\s" + pid + "\\s");
  }
}
