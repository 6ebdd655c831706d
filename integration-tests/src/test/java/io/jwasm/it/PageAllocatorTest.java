package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guests with each {@code --page-allocator}. The whole of the tests runs with one when {@code
 * jwasm.page-allocator} names it.
 */
@NotOnReference("the flag is ours")
final class PageAllocatorTest {
  private static final String TMPFS =
      "[{\"destination\": \"/t\", \"type\": \"tmpfs\", \"options\": [\"mode=777\"]}]";

  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memfd",
        "memfd,huge",
        "anonymous",
        "anonymous,huge",
        "heap",
        "accounted:memfd",
        "accounted,limit=40m:heap"
      })
  void guestsDoNotSeeIt(String allocator) {
    assertThat(run(allocator, containers.bundle("hello")).ok().out()).isEqualTo("hello world\n");
    assertThat(run(allocator, containers.bundle("memories")).ok().out()).isEqualTo("grown\n");
    // Grows from 1 page to 7 and 13.
    assertThat(run(allocator, containers.bundle("emscripten")).exits(13).out()).isEqualTo("+\n+\n");
    Bundle threads =
        Bundle.empty()
            .put("/threads.wasm", Guests.threaded("threads"))
            .args("/threads.wasm", "memory");
    if (!allocator.contains("limit")) {
      assertThat(run(allocator, threads).ok().out()).isEqualTo("every page has one owner\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memfd", "anonymous", "heap"})
  void filesAreReadAndWrittenOnTheHostAndInMemory(String allocator) throws IOException {
    String tour = "write /t/f of-memory append /t/f + read /t/f write /f of-host read /f";
    Bundle bundle = containers.program("fs/file", tour.split(" ", -1)).set("mounts", TMPFS);

    assertThat(run(allocator, bundle).ok().out())
        .contains("read /t/f: \"of-memory+\"")
        .contains("read /f: \"of-host\"");
    assertThat(bundle.rootfs().resolve("f")).hasContent("of-host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"memfd", "anonymous", "heap"})
  void longStreamsPassThrough(String allocator) throws IOException {
    String text = "0123456789abcdef".repeat(50_000);
    Outcome outcome =
        containers
            .verb("--page-allocator", allocator, "run", "--bundle")
            .and(containers.bundle("cat").directory(), Scratch.newId())
            .input(text)
            .run()
            .ok();
    assertThat(outcome.out()).isEqualTo(text);
  }

  /** Growth beyond the limit is -1: the guest stops growing and says so. */
  @ParameterizedTest
  @ValueSource(strings = {"memfd", "anonymous", "heap"})
  void theLimitOfAnAllocatorEndsGrowth(String allocator) {
    Outcome outcome = run("accounted,limit=4m:" + allocator, containers.bundle("memories"));
    assertThat(outcome.ok().out()).isEqualTo("grown\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nosuch                  | unknown page allocator "nosuch": there are accounted:NAME, anonymous, heap, memfd
          heap,huge               | page allocator heap has no option "huge"
          accounted               | write accounted:memfd or accounted,limit=64m:memfd
          accounted,limit=1:memfd | starts with a memory of 65536 bytes, the container's memory limit leaves its programs 1
          """)
  void oneThatThereIsNotIsRefused(String allocator, String sentence) {
    run(allocator, containers.bundle("hello")).refused(sentence);
    containers.assertNothingLeft();
  }

  @Test
  void aSharedMemoryThatTheHeapCannotHoldIsRefused() {
    Bundle bundle =
        Bundle.empty()
            .put("/threads.wasm", Guests.threaded("threads"))
            .args("/threads.wasm", "memory")
            .set("annotations", "{\"io.jwasm.limit.heap\": \"32m\"}");
    run("heap", bundle).refused("all 1024 pages of a shared memory", "io.jwasm.limit.heap");
  }

  @Test
  void theAnnotationOverridesTheFlag() {
    Bundle bundle =
        containers.bundle("hello").set("annotations", "{\"io.jwasm.page-allocator\": \"nosuch\"}");
    run("heap", bundle).refused("unknown page allocator \"nosuch\"");
    bundle.set("annotations", "{\"io.jwasm.page-allocator\": \"anonymous\"}");
    run("nosuch", bundle).ok();
  }

  /** Where the host gives huge pages only to whom advises it; the kernel marks those mappings. */
  @ParameterizedTest
  @CsvSource({
    "memfd, false",
    "'memfd,huge', true",
    "anonymous, false",
    "'anonymous,huge', true",
    "'accounted:memfd,huge', true"
  })
  void hugePagesAreAskedForWhenTheOperatorSaysSo(String allocator, boolean advised)
      throws IOException {
    Bundle bundle =
        containers
            .bundle("sleep")
            .set("annotations", "{\"io.jwasm.page-allocator\": \"%s\"}".formatted(allocator));
    String id = containers.ready(bundle);

    assertThat(Files.readAllLines(Path.of("/proc", "" + containers.pid(id), "smaps")))
        .filteredOn(line -> line.matches("VmFlags:.* hg( .*|$)"))
        .matches(lines -> lines.isEmpty() != advised);
  }

  /** Calls from compiled code to the memory have one target. */
  @ParameterizedTest
  @ValueSource(strings = {"memfd", "anonymous", "heap"})
  void oneClassOfMemoryIsUsed(String allocator) throws IOException {
    Path log = Scratch.file("log");
    containers
        .verb("--sandbox-option=-Xlog:class+init,class+load:stderr", "--debug-log=" + log)
        .and("--page-allocator=" + allocator, "run", "--bundle")
        .and(containers.bundle("memories").directory(), Scratch.newId())
        .run()
        .ok();

    assertThat(Files.readAllLines(log))
        .filteredOn(line -> line.matches(".*Initializing '(com/dylibso|io/jwasm).*Memory'.*"))
        .extracting(line -> line.replaceFirst(".*/(\\w+)'.*", "$1"))
        .contains("RegionMemory")
        .doesNotContain("ByteBufferMemory", "ByteArrayMemory");
    // The engine's builder names one of its own, which is loaded for that and goes no further.
    assertThat(Files.readAllLines(log))
        .filteredOn(
            line -> line.matches(".*\\.(runtime|platform\\.chicory)\\.\\w*Memory source: .*"))
        .extracting(line -> line.replaceFirst(".*\\.(\\w+) source: .*", "$1"))
        .containsExactlyInAnyOrder(
            "Memory", "AtomicMemory", "RegionMemory", "ImportMemory", "ByteBufferMemory");
  }

  private Outcome run(String allocator, Bundle bundle) {
    return containers
        .verb("--page-allocator=" + allocator, "run", "--bundle")
        .and(bundle.directory(), Scratch.newId())
        .run();
  }
}
