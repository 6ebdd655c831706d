package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit of a container, as its annotation sets it, is met with an error that names it. */
@Tag("security")
@NotOnReference("the annotations are jwasm's")
final class LimitsTest {
  private static final int TRAPPED = 134;
  private static final int ENTRIES = 10_000;
  private static final int MEGABYTE = 1_000_000;

  @RegisterExtension final Containers containers = Containers.underTest();

  @ParameterizedTest
  @CsvSource({
    "module-bytes, 10, 'bytes, the limit is 10'",
    "functions, 1, 'functions, the limit is 1'",
    "instructions, 2, 'instructions, the limit is 2'",
    "imports, 1, 'imports, the limit is 1'",
  })
  void aLimitOfModules(String key, String value, String message) {
    limited(key, value, "args").refused(message, "io.jwasm.limit." + key);
  }

  @ParameterizedTest
  @CsvSource({
    "function, 1, is no limit; there are module-bytes",
    "functions, 1e6, 'found \"1e6\"; write a number from 1 to 1000000'",
    "functions, 1000001, 'found \"1000001\"; write a number from 1 to 1000000'",
    "guest-stack, 2g, 'found \"2g\"; write a size from 256k to 1g'",
    "heap, 8m, 'found \"8m\", write a size from 16m to 30720m'",
    "heap, lots, 'found \"lots\", write a size from 16m to 30720m'",
    "code-cache, 0, 'found \"0\", write a size from 8m to 2047m'",
    "metaspace, 100g, 'found \"100g\", write a size from 24m to 8192m'",
    "compilation, 8m, 'found \"8m\", write a size from 16m to 2048m'",
  })
  void aValueThatALimitCannotHave(String key, String value, String message) {
    limited(key, value, "hello").refused("io.jwasm.limit." + key, message);
  }

  @ParameterizedTest
  @CsvSource({
    "heap, 16m",
    "code-cache, 8m",
    "metaspace, 24m",
    "compilation, 16m",
    "guest-stack, 256k"
  })
  void helloRunsWithTheLeast(String key, String value) {
    assertThat(limited(key, value, "hello").ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void aHeapThatIsTooSmall() {
    bomb(Bomb.ONE_FUNCTION_OF_7_MB, "heap", "32m")
        .refused("needs more heap than there is, which is 30 MiB", "io.jwasm.limit.heap");
  }

  @Test
  void aTimeThatIsTooShort() {
    bomb(Bomb.ONE_FUNCTION_OF_7_MB, "compile-seconds", "1")
        .refused("takes more than 1 s of processor time to load", "io.jwasm.limit.compile-seconds");
  }

  @Test
  void aMetaspaceThatIsTooSmallForWhatRuns() {
    bomb(Bomb.FUNCTIONS_IN_MANY_CLASSES, "functions", "90000").ok();
    Outcome outcome = bomb(Bomb.FUNCTIONS_IN_MANY_CLASSES, "metaspace", "24m").exits(TRAPPED);

    assertThat(outcome.err()).contains("out of memory", "io.jwasm.limit.metaspace");
  }

  @Test
  void theStackIsTheGuests() {
    Outcome outcome = limited("guest-stack", "1m", "stackoverflow").exits(TRAPPED);
    assertThat(outcome.err()).contains("call stack exhausted");
  }

  /** The JVM looks at each frame of it, which shall not be kept. */
  @Test
  void aStackThatIsFullTakesNoOtherMemory() {
    Bundle bundle = annotated(containers.bundle("stackoverflow"), "guest-stack", "64m");
    bundle.setLinux("resources", "{\"memory\":{\"limit\":150000000,\"swap\":150000000}}");
    assertThat(containers.run(bundle).exits(TRAPPED).err()).contains("call stack exhausted");
  }

  @Test
  void tenThousandVariablesAndAnArgumentOfAMegabyte() {
    Bundle bundle = containers.bundle("env");
    bundle.change(
        config -> {
          for (int i = 0; i < ENTRIES; i++) {
            config.withObject("/process").withArray("env").add("V" + i + "=x");
          }
        });
    assertThat(containers.run(bundle).ok().out()).contains("V9999=x");

    Bundle argument = containers.program("args", "a".repeat(MEGABYTE));
    assertThat(containers.run(argument).ok().out()).contains("a".repeat(MEGABYTE));
    String more = "a".repeat(MEGABYTE);
    Bundle tooLong = containers.program("args", more, more, more);
    containers.run(tooLong).refused("arguments and environment are too long, the limit is 2 MiB");
  }

  @Test
  void mountsAreCounted() {
    Bundle bundle = containers.bundle("hello");
    for (int i = 0; i < 1021; i++) {
      bundle.change(
          config ->
              config
                  .withArray("mounts")
                  .addObject()
                  .put("destination", "/proc")
                  .put("type", "tmpfs"));
    }
    containers.run(bundle).ok();
    bundle.mount("{\"destination\":\"/proc\",\"type\":\"tmpfs\"}");

    containers.run(bundle).refused("mounts", "1025", "1024");
  }

  @Test
  void aPathThatIsTooLong() {
    Bundle bundle = containers.bundle("hello").setProcess("cwd", "\"/" + "d/".repeat(3000) + "\"");

    containers.run(bundle).refused("process.cwd");
  }

  private Outcome limited(String key, String value, String guest) {
    return containers.run(annotated(containers.bundle(guest), key, value));
  }

  private Outcome bomb(Bomb bomb, String key, String value) {
    Bundle bundle = Bundle.empty().put("/b.wasm", bomb.build()).args("/b.wasm");
    Bundle annotated = annotated(bundle, key, value);
    return containers
        .verb("--cache=" + Scratch.newDirectory("cache"), "run", "--bundle")
        .and(annotated.directory(), Scratch.newId())
        .run();
  }

  private static Bundle annotated(Bundle bundle, String key, String value) {
    ObjectNode annotations = Json.object("{}");
    annotations.put("io.jwasm.limit." + key, value);
    return bundle.change(config -> config.set("annotations", annotations));
  }
}
