package io.jwasm.it;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sandboxes that podman starts have of the host. */
final class PodmanPostureTest extends PostureContract {
  @RegisterExtension
  static final PodmanEngine podman = new PodmanEngine(ContainerRuntime.underTest());

  @Override
  long sleeping(String... options) {
    return pid(podman.ready((Object[]) words(options, "/sleep.wasm")));
  }

  @Override
  long spinning(String... options) {
    return pid(podman.ready((Object[]) words(options, "/threads.wasm", "spin")));
  }

  private static String[] words(String[] options, String... program) {
    return Stream.of(options, new String[] {Image.NAME}, program)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  private static long pid(String id) {
    return Long.parseLong(podman.inspect(id, "{{.State.Pid}}"));
  }
}
