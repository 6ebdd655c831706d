package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stack of a program ends inside a system call, where a lock is held or a table half changed:
 * the container ends at once, with everything that its other threads do.
 */
@Tag("security")
final class DeepStackTest {
  /** The calls of {@code deep.wat}, by number. */
  private static final int CALLS = 23;

  private static final Set<String> NAMES = Set.of("d", "f", "g", "l");

  @RegisterExtension final Containers containers = Containers.underTest();

  static Stream<Arguments> deepCalls() {
    if (Boolean.getBoolean("jwasm.campaign")) {
      return IntStream.rangeClosed(1, CALLS)
          .boxed()
          .flatMap(
              call ->
                  Stream.of("", "#crowded")
                      .flatMap(
                          entry ->
                              Stream.of("wasm", "interpreter")
                                  .flatMap(
                                      platform ->
                                          Arrays.stream(new Place[] {Place.ROOT, Place.TMPFS})
                                              .map(
                                                  place ->
                                                      Arguments.of(
                                                          call, platform, entry, place)))));
    }
    return Stream.of(
            IntStream.rangeClosed(1, CALLS)
                .mapToObj(call -> Arguments.of(call, "wasm", "#crowded", Place.TMPFS)),
            IntStream.of(1, 5, 13).mapToObj(call -> Arguments.of(call, "wasm", "", Place.ROOT)),
            IntStream.of(1, 5, 8)
                .mapToObj(call -> Arguments.of(call, "interpreter", "#crowded", Place.ROOT)))
        .flatMap(calls -> calls);
  }

  @ParameterizedTest
  @MethodSource("deepCalls")
  @NotOnReference("a native program has a stack of its own for the kernel")
  void aStackThatEndsInsideASystemCallEndsTheContainer(
      int call, String platform, String entry, Place place) throws IOException {
    Bundle bundle = containers.bundle("deep");
    List<String> words = Collections.nCopies(call, "x");
    bundle.args(
        Stream.concat(Stream.of("/deep.wasm" + entry), words.stream()).toArray(String[]::new));
    bundle.setLinux("resources", "{\"pids\":{\"limit\":20}}");
    // A call for each frame of 64 MiB would take a disk half a minute.
    bundle.set("annotations", "{\"io.jwasm.limit.guest-stack\":\"2m\"}");
    Path work = place.prepare(bundle);
    Path log = Scratch.file("log");

    Outcome outcome =
        containers
            .verb("--platform", platform, "--log", log, "run", "--bundle")
            .and(bundle.directory(), Scratch.newId())
            .run()
            .exits(134);

    assertThat(outcome.out().chars().allMatch(c -> c == 'f')).as("what was written").isTrue();
    assertThat(outcome.err().lines())
        .singleElement()
        .asString()
        .startsWith("jwasm: call stack exhausted in function ");
    assertThat(Files.readString(log)).contains("call stack exhausted in function ");
    try (Stream<Path> entries = Files.list(work)) {
      assertThat(entries.map(path -> path.getFileName().toString())).allMatch(NAMES::contains);
    }
  }
}
