package io.jwasm.it;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sandboxes that docker starts have of the host. */
final class DockerPostureTest extends PostureContract {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  @Override
  long sleeping(String... options) {
    return pid(docker.ready((Object[]) words(options, "/sleep.wasm")));
  }

  @Override
  long spinning(String... options) {
    return pid(docker.ready((Object[]) words(options, "/threads.wasm", "spin")));
  }

  private static String[] words(String[] options, String... program) {
    return Stream.of(options, new String[] {Image.NAME}, program)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  private static long pid(String id) {
    return Long.parseLong(docker.inspect(id, "{{.State.Pid}}"));
  }
}
