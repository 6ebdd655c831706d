package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running container says of its memory. */
@NotOnReference("the command is jwasm's")
@NotOnJavaHeap("linear memory is part of it")
final class UsageTest {
  private static final int WASM_PAGE = 65_536;
  private static final int MEBIBYTE = 1 << 20;
  private static final String[] RESIDENT = {
    "guest", "heap", "metaspace", "code", "stacks", "other", "mapped"
  };

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void whatTheProgramHasIsShownApartFromTheSandboxs() {
    String id = growing();
    JsonNode usage = containers.verb("usage", "--format", "json", id).run().ok().json();

    assertThat(usage.path("limit").asLong()).isEqualTo(40 * MEBIBYTE);
    assertThat(usage.path("linear").asLong()).isEqualTo(640L * WASM_PAGE);
    // The program has touched 637 of them, all but what its own data and stack leave out.
    assertThat(usage.path("guest").asLong()).isBetween(637L * WASM_PAGE, 640L * WASM_PAGE);
    assertThat(usage.path("files").asLong()).isZero();
    for (String kind : new String[] {"heap", "heap_used", "metaspace", "code", "stacks", "other"}) {
      assertThat(usage.path(kind).asLong()).as(kind).isBetween(WASM_PAGE * 2L, 40L * MEBIBYTE);
    }
  }

  @Test
  void filesAndPipesAreToldApart() {
    Bundle bundle =
        Bundle.empty()
            .put("/memory.wasm", Guests.wasi("memory"))
            .args("/memory.wasm", "hold", "/t/file", "/fifo")
            .mount("{\"destination\":\"/t\",\"type\":\"tmpfs\"}");
    Command.of("mkfifo", bundle.rootfs().resolve("fifo")).run().ok();
    String id = containers.ready(bundle);
    JsonNode usage = containers.verb("usage", "--format", "json", id).run().ok().json();

    assertThat(usage.path("files").asLong()).isEqualTo(MEBIBYTE);
    assertThat(usage.path("buffers").asLong()).isEqualTo(WASM_PAGE);
    assertThat(usage.path("linear").asLong()).isPositive().matches(bytes -> bytes % WASM_PAGE == 0);
  }

  /** What is resident is of one kind each, and there is nothing besides. */
  @Test
  void theKindsAddUpToWhatTheProcessHas() {
    String id = growing();
    JsonNode usage = containers.verb("usage", "--format", "json", id).run().ok().json();
    long sum = 0;
    for (String kind : RESIDENT) {
      sum += usage.path(kind).asLong();
    }
    String resident = ProcessStatus.of(containers.pid(id)).field("VmRSS");

    assertThat(sum / 1024)
        .isCloseTo(Long.parseLong(resident.replace(" kB", "")), Percentage.withPercentage(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "stat"})
  void textHasALinePerKind(String format) {
    String out = containers.verb("usage", "--format", format, growing()).run().ok().out();

    assertThat(out)
        .containsPattern("(?m)^limit +41943040$")
        .containsPattern("(?m)^stacks +[0-9]+$");
  }

  @Test
  void eventsAreRuncsWithAPartOfOurs() {
    String id = growing();
    JsonNode event = containers.verb("events", "--stats", id).run().ok().json();

    assertThat(event.path("type").asText()).isEqualTo("stats");
    assertThat(event.path("id").asText()).isEqualTo(id);
    JsonNode data = event.path("data");
    assertThat(data.path("memory").path("usage").path("limit").asLong()).isEqualTo(128L * MEBIBYTE);
    assertThat(data.path("memory").path("usage").path("usage").asLong())
        .isBetween(640L * WASM_PAGE, 128L * MEBIBYTE);
    assertThat(data.path("cpu").path("usage").path("total").asLong()).isPositive();
    assertThat(data.path("pids").path("current").asLong()).isPositive();
    assertThat(data.path("jwasm").path("memory").path("linear").asLong())
        .isEqualTo(640L * WASM_PAGE);
  }

  @Test
  void eventsEndWithTheContainer() {
    String id = growing();
    try (LiveProcess events = containers.verb("events", "--interval", "50ms", id).start()) {
      events.awaitOutput("\"stats\"");
      containers.kill(id, "KILL").ok();
      assertThat(events.join().ok().err()).doesNotContain("exception");
    }
  }

  /** Its first thread is stopped, and with it all others: it cannot answer. */
  @Test
  void aSandboxThatDoesNotAnswerIsNotWaitedForLong() {
    String id = growing();
    containers.kill(id, "STOP").ok();

    containers.verb("usage", id).run().refused("does not say what it uses", id);
    Outcome events = containers.verb("events", "--stats", id).run().ok();
    assertThat(events.json().path("data").path("memory").path("usage").path("usage").asLong())
        .isPositive();
    assertThat(events.err()).contains("does not say what it uses");
  }

  /** What no command of ours writes: limits that are none, one that is cut off by another order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "F\\377\\377\\377\\377\\377\\377\\377\\377",
        "F\\200\\0\\0\\0\\0\\0\\0\\0",
        "F\\177\\377\\377\\377\\377\\377\\377\\377",
        "F\\0\\0\\0\\0\\0\\0\\0\\1",
        "\\310\\377GFFFFFFFF"
      })
  void ordersThatAreNoneDoNoHarm(String orders) {
    String id = containers.ready(containers.bundle("sleep"));
    Command.of("sh", "-c", "printf \"$1\" >\"$0\"")
        .and(containers.root().resolve(id).resolve("control"), orders)
        .run()
        .ok();

    JsonNode usage = containers.verb("usage", "--format", "json", id).run().ok().json();
    assertThat(usage.path("limit").asLong()).isGreaterThanOrEqualTo(0);
    assertThat(usage.path("linear").asLong()).isEqualTo(WASM_PAGE);
    assertThat(containers.status(id)).isEqualTo("running");
  }

  @Test
  void aContainerWithoutAProcessUsesNothing() {
    String id = containers.stopped();

    containers.verb("usage", id).run().refused("container not running", id);
    containers.verb("events", "--stats", id).run().refused("container not running", id);
    containers.verb("update", "--memory", "128m", id).run().refused("container not running", id);
  }

  private String growing() {
    Bundle bundle =
        Bundle.empty()
            .put("/memory.wasm", Guests.wasi("memory"))
            .args("/memory.wasm", "watch")
            .setLinux("resources", "{\"memory\":{\"limit\":134217728}}");
    String id = Scratch.newId();
    Outcome created = containers.create(bundle, id).ok();
    containers.start(id).ok();
    Eventually.until("an end of growth", () -> created.out().contains("637 pages\n"));
    return id;
  }
}
