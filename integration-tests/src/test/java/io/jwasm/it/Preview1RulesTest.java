package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of preview 1 that implementations are known to break, checked by a guest on every
 * platform and every kind of file system.
 */
@Tag("security")
@NotOnReference("the guest is WebAssembly")
final class Preview1RulesTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  static Stream<Arguments> platformsAndPlaces() {
    return Stream.of("wasm", "interpreter")
        .flatMap(
            platform -> Arrays.stream(Place.values()).map(place -> Arguments.of(platform, place)));
  }

  @ParameterizedTest
  @MethodSource("platformsAndPlaces")
  void allHold(String platform, Place place) {
    Bundle bundle = containers.program("assertions", "work");
    place.prepare(bundle);

    assertHold(platform, bundle);
  }

  /** With a working directory there are two preopened directories. */
  @Test
  void allHoldInAWorkingDirectory() {
    Bundle bundle = containers.program("assertions", "work", "2").setProcess("cwd", "\"/work\"");
    Place.ROOT.prepare(bundle);

    assertHold("wasm", bundle);
  }

  /** 40: the status is that of the low byte, and a pointer out of bounds is a trap. */
  @Test
  void theContainersStatusIsTheGuests() {
    containers.run(containers.program("assertions")).exits(2);
  }

  private void assertHold(String platform, Bundle bundle) {
    Path directory = bundle.directory();
    Outcome outcome =
        containers.verb("--platform", platform, "run", "--bundle", directory, "rules").run();

    assertThat(outcome.out()).endsWith(" checks, 0 broken\n");
    outcome.ok();
    assertThat(Files.exists(bundle.rootfs().resolve("absolute"))).isFalse();
  }
}
