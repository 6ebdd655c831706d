package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Configurations that docker, podman and runc wrote, damaged by chance, through {@code create} and
 * {@code delete --force}: no stack trace, no hang, nothing left. {@code -Djwasm.fuzz.seed} chooses
 * others.
 */
@Tag("security")
@NotOnReference("runc says more, and takes some of these")
final class ConfigMutantsTest {
  private static final int MUTANTS = Boolean.getBoolean("jwasm.campaign") ? 2000 : 100;
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_123L);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Path DOCUMENTS =
      Path.of("../oci-spec/src/test/resources/io/jwasm/oci/spec").toAbsolutePath();

  private static final List<String> EXTREMES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"/\"",
          "\"..\"",
          "\"/../..\"",
          "\"a\\u0000b\"",
          "\"line\\nfeed\"",
          "\"\\ud800\"",
          "0",
          "-1",
          "0.5",
          "1e3",
          "4294967295",
          "4294967296",
          "9223372036854775807",
          "18446744073709551615",
          "18446744073709551616",
          "[[[[[[]]]]]]",
          "{\"a\":{\"a\":{\"a\":{}}}}",
          "[null]",
          "[\"\"]",
          "[0]",
          "\"bind\"",
          "\"tmpfs\"");

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void createAndDeleteBearThem() throws IOException {
    List<ObjectNode> documents = documents();
    int created = 0;
    for (int round = 0; round < MUTANTS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      Bundle bundle = containers.bundle("hello");
      Files.write(bundle.configFile(), mutant(documents, random));
      try {
        created += bear(bundle) ? 1 : 0;
      } catch (AssertionError e) {
        throw new AssertionError(
            "jwasm.fuzz.seed=%d, round %d: %s"
                .formatted(
                    SEED,
                    round,
                    Files.readString(bundle.configFile(), StandardCharsets.ISO_8859_1)),
            e);
      }
    }
    // Neither all refused nor all as they were.
    assertThat(created).isBetween(MUTANTS / 20, MUTANTS * 19 / 20);
    System.out.printf(
        "figure: mutants of config.json through create and delete, seed %d: 0 traces, hangs or leaks of %d, %d created (goal 0)%n",
        SEED, MUTANTS, created);
  }

  /** Returns whether a container was made of it. */
  private boolean bear(Bundle bundle) throws IOException {
    String id = Scratch.newId();
    Path log = Scratch.file("log");
    Command create =
        containers.verb("--log", log, "create", "--bundle", bundle.directory(), id).within(LIMIT);
    Outcome outcome =
        Command.of("unshare", "--uts", "--ipc", "--net", create.words()).within(LIMIT).run();
    Path sandboxLog = containers.root().resolve(id).resolve("sandbox.log");
    for (Path file : List.of(outcome.outFile(), outcome.errFile(), log, sandboxLog)) {
      String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
      assertThat(text).as("%s", file).doesNotContain("\tat ", "\\tat ", "Exception in");
    }
    assertThat(outcome.exit()).as("%s", outcome).isBetween(0, 1);
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("jwasm: warning: ")).toList())
        .as("%s", outcome)
        .hasSize(outcome.exit());
    containers.verb("delete", "--force", id).within(LIMIT).run();
    containers.assertNothingLeft();
    return outcome.exit() == 0;
  }

  /**
   * The documents, with what this machine lacks replaced, so that each of them makes a container.
   */
  private List<ObjectNode> documents() throws IOException {
    List<ObjectNode> documents = new ArrayList<>();
    Path file = Files.writeString(Scratch.file("bound"), "bound");
    Path sys = Scratch.newDirectory("sys");
    Files.createDirectories(sys.resolve("fs/cgroup"));
    for (String name : List.of("docker", "podman", "runc", "runc-rootless")) {
      ObjectNode config = Json.object(Files.readString(DOCUMENTS.resolve(name + ".json")));
      JsonPlace.put(config, "/root/path", Json.array("rootfs").get(0));
      JsonPlace.put(config, "/process/args", Json.array("/hello.wasm"));
      JsonPlace.put(config, "/process/terminal", config.booleanNode(false));
      JsonPlace.put(
          config, "/linux/cgroupsPath", Json.array("/" + Scratch.marker() + "-mutant").get(0));
      config.remove("hooks");
      ((ObjectNode) config.get("process")).remove("rlimits");
      for (JsonNode mount : config.path("mounts")) {
        if (mount.path("source").asText().startsWith("/")) {
          boolean isSys = mount.path("source").asText().equals("/sys");
          ((ObjectNode) mount).put("source", (isSys ? sys : file).toString());
        }
      }
      for (JsonNode namespace : config.path("linux").path("namespaces")) {
        ((ObjectNode) namespace).remove("path");
      }
      Bundle bundle = containers.bundle("hello");
      Files.writeString(bundle.configFile(), Json.ascii(config));
      String id = Scratch.newId();
      containers.create(bundle, id).ok();
      containers.verb("delete", "--force", id).run().ok();
      documents.add(config);
    }
    return documents;
  }

  private static byte[] mutant(List<ObjectNode> documents, SplittableRandom random) {
    ObjectNode document = documents.get(random.nextInt(documents.size())).deepCopy();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      change(document, random);
    }
    byte[] text = Json.ascii(document).getBytes(StandardCharsets.US_ASCII);
    return switch (random.nextInt(16)) {
      case 0 -> Arrays.copyOf(text, random.nextInt(text.length));
      case 1 -> {
        text[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
        yield text;
      }
      case 2 ->
          ("[".repeat(5000) + new String(text, StandardCharsets.US_ASCII))
              .getBytes(StandardCharsets.US_ASCII);
      default -> text;
    };
  }

  /** Walks down to a place that chance chooses, and replaces, removes or repeats what is there. */
  private static void change(JsonNode at, SplittableRandom random) {
    if (at instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = object.properties().stream().map(Map.Entry::getKey).toList();
      String name = names.get(random.nextInt(names.size()));
      if (goesDown(object.get(name), random)) {
        change(object.get(name), random);
        return;
      }
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
        default -> object.set(name, extreme(random));
      }
    } else if (at instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      if (goesDown(array.get(index), random)) {
        change(array.get(index), random);
        return;
      }
      switch (random.nextInt(4)) {
        case 0 -> array.remove(index);
        case 1 -> array.add(array.get(index));
        default -> array.set(index, extreme(random));
      }
    }
  }

  private static boolean goesDown(JsonNode node, SplittableRandom random) {
    return node.isContainerNode() && !node.isEmpty() && random.nextInt(8) != 0;
  }

  private static JsonNode extreme(SplittableRandom random) {
    return Json.parse(EXTREMES.get(random.nextInt(EXTREMES.size())));
  }
}
