package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memories and limits that cannot be, or only just: a sentence at create, or -1 at growth. */
@NotOnReference("the guests are WebAssembly")
@NotOnJavaHeap("it is full before the limits are reached")
final class MemoryBadInputTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  /**
   * The memories of a module, each as in its binary format: 0 least, 1 least most, 2 least (shared,
   * without a most), 3 least most (shared). 64 MiB leave 256 pages.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0                  |
          1 0 0                |
          1 1 65536            |
          1 1 32768            |
          1 1 32767            |
          0 256                |
          3 1 32767            |
          3 1 65536            |
          1 1 9, 1 1 65536     |
          0 257                | starts with a memory of 16842752 bytes, the container's memory limit leaves its programs 16777216
          0 200, 0 57          | starts with a memory of 3735552 bytes, the container's memory limit leaves its programs 3670016
          0 32768              | starts with a memory of 2 GiB or more
          1 32768 65536        | starts with a memory of 2 GiB or more
          0 65537              | exec format error
          1 1 65537            | exec format error
          1 2 1                | exec format error
          2 1                  | exec format error
          0 4294967295         | exec format error
          """)
  void memories(String memories, String sentence) {
    Outcome outcome = containers.run(program(memories.split(", ", -1)));

    if (sentence == null) {
      outcome.ok();
    } else {
      outcome.refused("/m.wasm", sentence);
    }
  }

  /** 0 is what callers write who mean no limit; below what a sandbox needs there is none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0         |
          -1        |
          67108864  |
          9223372036854775807 |
          1         | linux.resources.memory.limit: found 1, a sandbox needs at least 67108864 (64m)
          67108863  | linux.resources.memory.limit: found 67108863, a sandbox needs at least 67108864 (64m)
          """)
  void limits(String limit, String sentence) {
    Bundle bundle =
        program("1 1 2").setLinux("resources", "{\"memory\":{\"limit\":" + limit + "}}");
    Outcome outcome = containers.run(bundle);

    if (sentence == null) {
      outcome.ok();
    } else {
      outcome.refused(sentence);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "", "-1", "63k", "all"})
  void annotationsThatAreNoLimit(String value) {
    Bundle bundle =
        program("1 1 2").set("annotations", "{\"io.jwasm.memory.limit\": \"" + value + "\"}");

    containers
        .run(bundle)
        .refused(
            "annotations[\"io.jwasm.memory.limit\"]: found \"" + value + "\"",
            "write a size from 64k to 1024g");
  }

  /** Two memories of which the second is one's own: no access to it is seen in the first. */
  @ParameterizedTest
  @CsvSource({
    "wasm, memfd",
    "wasm, anonymous",
    "wasm, heap",
    "interpreter, memfd",
    "interpreter, heap"
  })
  void everyAccessToASecondMemoryIsToThat(String platform, String allocator) {
    Outcome outcome =
        containers
            .verb("--platform", platform, "--page-allocator", allocator, "run", "--bundle")
            .and(containers.bundle("second-memory").directory(), Scratch.newId())
            .run()
            .ok();

    assertThat(outcome.out()).isEqualTo("apart\n");
  }

  /** With 16 MiB for a memory that may have 64, of which threads.h takes three. */
  @Test
  void eightThreadsGrowUntilTheLimitOfTheContainer() {
    Bundle bundle =
        Bundle.empty()
            .put("/threads.wasm", Guests.threaded("threads"))
            .args("/threads.wasm", "memory")
            .setLinux("resources", "{\"memory\":{\"limit\":67108864}}");

    assertThat(containers.run(bundle).ok().out()).isEqualTo("every page has one owner\n");
  }

  private static Bundle program(String... memories) {
    byte[][] limits = new byte[memories.length][0];
    for (int i = 0; i < memories.length; i++) {
      for (String number : memories[i].split(" ", -1)) {
        limits[i] = BinaryModule.concat(limits[i], BinaryModule.leb(Long.parseLong(number)));
      }
    }
    byte[] section =
        BinaryModule.section(
            BinaryModule.MEMORY, BinaryModule.leb(memories.length), BinaryModule.concat(limits));
    byte[] module =
        BinaryModule.wasm(
            BinaryModule.TYPES,
            BinaryModule.FUNCTIONS,
            section,
            BinaryModule.START,
            BinaryModule.BODIES);
    return Bundle.empty()
        .put("/m.wasm", module)
        .args("/m.wasm")
        .setLinux("resources", "{\"memory\":{\"limit\":67108864}}");
  }
}
