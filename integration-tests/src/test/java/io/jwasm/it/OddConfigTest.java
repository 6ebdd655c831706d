package io.jwasm.it;

import static io.jwasm.it.JsonPlace.put;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of config.json at their extremes: each makes a container, or is refused in one line with
 * status 1. Nothing is left after it, and nobody sees a stack trace.
 */
@Tag("security")
@NotOnReference("runc says more, and takes some of these")
final class OddConfigTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static int tried;

  @RegisterExtension final Containers containers = Containers.underTest();

  @AfterAll
  static void report() {
    System.out.println(
        "figure: extreme values of config.json not clearly refused: 0 of %d (goal 0)"
            .formatted(tried));
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource({"texts", "numbers", "lists", "mounts", "paths"})
  void isTakenOrClearlyRefused(String name, Consumer<ObjectNode> edit) throws IOException {
    tried++;
    Bundle bundle = containers.bundle("hello").change(edit);
    Path log = Scratch.file("log");
    String id = Scratch.newId();
    Command create =
        containers.verb("--log", log, "create", "--bundle", bundle.directory(), id).within(LIMIT);
    // Were a name or a parameter of the host set, it would be one of these namespaces.
    Outcome outcome =
        Command.of("unshare", "--uts", "--ipc", "--net", create.words()).within(LIMIT).run();

    if (outcome.exit() == 0) {
      assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
    } else {
      assertClear(outcome);
    }
    assertThat(Files.exists(log) ? Files.readString(log) : "").doesNotContain("\tat ", "\\tat ");
    Path sandboxLog = containers.root().resolve(id).resolve("sandbox.log");
    assertThat(Files.exists(sandboxLog) ? Files.readString(sandboxLog) : "")
        .doesNotContain("\tat ", "Exception");
    containers.verb("delete", "--force", id).within(LIMIT).run();
    containers.assertNothingLeft();
  }

  /** One line says why; a hook that fails afterwards adds a warning. */
  private static void assertClear(Outcome outcome) {
    outcome.exits(1);
    assertThat(outcome.out()).as("standard output of %s", outcome).isEmpty();
    assertThat(outcome.err().strip().lines().filter(line -> !line.startsWith("jwasm: warning: ")))
        .as("%s", outcome)
        .singleElement()
        .asString()
        .matches("jwasm: \\S.{10,}")
        .doesNotContain("Exception");
  }

  /** Every text of a configuration with what no text should have. */
  static Stream<Arguments> texts() {
    String[] fields = {
      "/ociVersion",
      "/hostname",
      "/domainname",
      "/process/cwd",
      "/process/args/0",
      "/process/args/1",
      "/process/env/0",
      "/root/path",
      "/mounts/0/destination",
      "/mounts/0/type",
      "/mounts/0/source",
      "/mounts/0/options/0",
      "/linux/cgroupsPath",
      "/linux/namespaces/0/path",
      "/linux/namespaces/0/type",
      "/linux/maskedPaths/0",
      "/linux/rootfsPropagation",
      "/linux/mountLabel",
      "/process/selinuxLabel",
      "/process/apparmorProfile",
      "/annotations/a",
      "/annotations/io.jwasm.module",
      "/annotations/io.jwasm.overlay",
      "/annotations/io.jwasm.preopens",
      "/process/user/username",
      "/linux/sysctl/net.core.somaxconn",
      "/hooks/prestart/0/path",
      "/hooks/prestart/0/args/0",
    };
    String[] values = {
      "",
      "\u0000",
      "a\u0000b",
      "\ud800",
      "a\nb\r\u001b[31m",
      "..",
      "../../../../..",
      "/",
      "//",
      "/proc/self/fd/5",
      "x".repeat(5000),
      "/".repeat(5000),
      "\u202e\ufeff",
      "%s%n%d",
    };
    return sample(
        product(
            fields,
            values,
            (field, value) -> odd(field + " = " + shown(value), field, text(value))));
  }

  static Stream<Arguments> numbers() {
    String[] fields = {
      "/process/oomScoreAdj",
      "/process/user/umask",
      "/process/rlimits/0/soft",
      "/process/rlimits/0/hard",
      "/linux/resources/memory/limit",
      "/linux/resources/memory/swap",
      "/linux/resources/cpu/quota",
      "/linux/resources/cpu/period",
      "/linux/resources/pids/limit",
      "/linux/resources/blockIO/weight",
      "/linux/uidMappings/0/size",
      "/linux/uidMappings/0/hostID",
      "/process/consoleSize/height",
      "/linux/devices/0/major",
      "/linux/devices/0/fileMode",
      "/hooks/poststop/0/timeout",
    };
    String[] values = {
      "-1",
      "0",
      "1",
      "-9223372036854775808",
      "9223372036854775807",
      "18446744073709551615",
      "18446744073709551616",
      "1e400",
      "0.5",
      "\"1\"",
      "null",
      "[]",
    };
    return sample(
        product(
            fields, values, (field, value) -> odd(field + " = " + value, field, number(value))));
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        odd("10,000 environment entries", "/process/env", list(10_000, "A%d=b")),
        odd("10,000 arguments", "/process/args", list(10_000, "%d").insert(0, "/hello.wasm")),
        odd("an argument of 1 MB", "/process/args/1", text("x".repeat(1 << 20))),
        odd("an environment entry of 1 MB", "/process/env/1", text("A=" + "x".repeat(1 << 20))),
        odd("an annotation of 1 MB", "/annotations/a", text("x".repeat(1 << 20))),
        odd("a hostname of 64 bytes", "/hostname", text("h".repeat(64))),
        odd("a hostname of 65 bytes", "/hostname", text("h".repeat(65))),
        odd("a hostname of 300 bytes", "/hostname", text("h".repeat(300))),
        odd("100,000 group ids", "/process/user/additionalGids", listOf(100_000, "%d")),
        odd("10,000 capabilities", "/process/capabilities/bounding", list(10_000, "CAP_%d")),
        odd("10,000 masked paths", "/linux/maskedPaths", list(10_000, "/m/%d")),
        odd("10,000 hooks", "/hooks/poststop", listOf(10_000, "{\"path\":\"/no/such/hook\"}")),
        odd("an environment entry without =", "/process/env/1", text("name")),
        odd("an environment entry without name", "/process/env/1", text("=value")),
        odd("soft above hard", "/process/rlimits", rlimits(10, 5)),
        odd("a limit twice", "/process/rlimits", rlimits(5, 5, 6, 6)),
        odd("a limit of 0 files", "/process/rlimits", rlimits(0, 0)),
        odd("negative shares", "/linux/resources/cpu/shares", number("-1")),
        odd("endless shares", "/linux/resources/cpu/shares", number("18446744073709551615")),
        odd("memory of one byte", "/linux/resources/memory/limit", number("1")),
        odd(
            "two user maps that overlap",
            "/linux/uidMappings",
            listOf(2, "{\"containerID\":0,\"hostID\":1000,\"size\":10}")),
        odd("a hook with a relative path", c -> hook(c, "bin/true", "1")),
        odd("a hook that is a directory", c -> hook(c, "/tmp", "1")),
        odd("a hook that is not there", c -> hook(c, "/no/such", "1")),
        odd("a hook without time", c -> hook(c, "/bin/true", "0")),
        odd("a hook with negative time", c -> hook(c, "/bin/true", "-1")),
        odd("a hook with endless time", c -> hook(c, "/bin/true", "9223372036854775807")));
  }

  static Stream<Arguments> mounts() {
    String[] sources = {
      "/",
      ".",
      "rootfs",
      "./rootfs/../rootfs",
      "config.json",
      "..",
      "/proc",
      "/proc/self",
      "/proc/self/ns/net",
      "/sys",
      "/dev",
      "/dev/null",
      "/tmp",
      "/no/such",
      "rootfs/hello.wasm/x"
    };
    String[] destinations = {
      "/", "/a", "/a/../b", "/../../a", "", ".", "relative", "/hello.wasm", "/a/"
    };
    List<Arguments> all = new ArrayList<>();
    all.add(odd("1,000 memory mounts", c -> manyMounts(c, 1000, "tmpfs", "tmpfs")));
    all.add(odd("1,000 bind mounts", c -> manyMounts(c, 1000, "bind", "rootfs")));
    all.add(odd("1,100 bind mounts", c -> manyMounts(c, 1100, "bind", "rootfs")));
    all.addAll(
        product(
            sources,
            destinations,
            (source, destination) ->
                odd(
                    "bind of " + source + " at \"" + destination + "\"",
                    c -> mount(c, source, destination))));
    all.add(
        odd(
            "a source inside its destination",
            c -> {
              mount(c, "rootfs", "/a");
              mount(c, "rootfs/dev", "/a/dev/a");
              mount(c, "rootfs", "/a/dev/a");
            }));
    all.add(
        odd(
            "one destination 50 times",
            c -> {
              for (int i = 0; i < 50; i++) {
                mount(c, "rootfs", "/a");
              }
            }));
    return sample(all);
  }

  static Stream<Arguments> paths() {
    List<Arguments> all = new ArrayList<>();
    for (String kind : new String[] {"fifo", "file", "directory", "socket", "dangling", "loop"}) {
      all.add(odd("a namespace that is a " + kind, c -> namespace(c, special(kind))));
      all.add(odd("a root that is a " + kind, c -> put(c, "/root/path", text(special(kind)))));
      all.add(odd("a bind of a " + kind, c -> mount(c, special(kind), "/a")));
      all.add(odd("a module that is a " + kind, c -> module(c, special(kind))));
    }
    for (String path :
        new String[] {
          "/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/proc/kmsg", "/proc/1/mem"
        }) {
      all.add(odd("a module that is " + path, c -> module(c, path)));
      all.add(odd("a root that is " + path, "/root/path", text(path)));
    }
    for (String path :
        new String[] {
          "/",
          "",
          ".",
          "..",
          "/..",
          "/../..",
          "../../../../jwasm-odd",
          "a/../../b",
          "a//b",
          "/" + "c".repeat(256),
          "/" + "d/".repeat(2048),
          "system.slice:a:b",
          "::",
          "a:b:c",
          "line\nfeed",
          "/proc",
          "nul\u0000"
        }) {
      String shown = path.length() > 40 ? path.length() + " bytes" : Json.array(path).toString();
      all.add(odd("the cgroup " + shown, "/linux/cgroupsPath", text(path)));
    }
    return all.stream();
  }

  private static List<Arguments> product(
      String[] left, String[] right, BiFunction<String, String, Arguments> each) {
    return Stream.of(left)
        .flatMap(one -> Stream.of(right).map(other -> each.apply(one, other)))
        .toList();
  }

  /** Some of what is the product of two lists, spread over both; in the campaign all of it. */
  private static Stream<Arguments> sample(List<Arguments> all) {
    int step = Boolean.getBoolean("jwasm.campaign") ? 1 : 17;
    return IntStream.range(0, all.size()).filter(i -> i % step == 0).mapToObj(all::get);
  }

  private static Arguments odd(String name, Consumer<ObjectNode> edit) {
    return Arguments.of(name, edit);
  }

  private static Arguments odd(String name, String pointer, JsonNode value) {
    return odd(name, config -> put(config, pointer, value));
  }

  private static JsonNode text(String text) {
    return Json.array(text).get(0);
  }

  private static JsonNode number(String json) {
    // A tree would lose what 1e400 is: it stands for itself until the file is written.
    return json.equals("1e400")
        ? DecimalNode.valueOf(new BigDecimal(json))
        : Json.parse("[" + json + "]").get(0);
  }

  private static String shown(String value) {
    return value.length() > 40 ? value.substring(0, 4) + "..." : Json.array(value).toString();
  }

  private static ArrayNode list(int count, String format) {
    return listOf(count, "\"" + format + "\"");
  }

  private static ArrayNode listOf(int count, String json) {
    return (ArrayNode)
        Json.parse(
            IntStream.range(0, count).mapToObj(json::formatted).collect(joining(",", "[", "]")));
  }

  private static void manyMounts(ObjectNode config, int count, String type, String source) {
    String json = "{\"destination\":\"/m/%%d\",\"type\":\"%s\",\"source\":\"%s\"}";
    ((ArrayNode) config.get("mounts")).addAll(listOf(count, json.formatted(type, source)));
  }

  private static void mount(ObjectNode config, String source, String destination) {
    ObjectNode mount = Json.object("{\"type\":\"bind\",\"options\":[\"rbind\"]}");
    mount.put("source", source).put("destination", destination);
    ((ArrayNode) config.get("mounts")).add(mount);
  }

  private static void module(ObjectNode config, String path) {
    put(config, "/annotations/io.jwasm.module", text(path));
  }

  private static void namespace(ObjectNode config, String path) {
    put(config, "/linux/namespaces/3/path", text(path));
  }

  private static void hook(ObjectNode config, String path, String timeout) {
    put(config, "/hooks/createRuntime/0/path", text(path));
    put(config, "/hooks/createRuntime/0/timeout", number(timeout));
  }

  private static JsonNode rlimits(int... values) {
    ArrayNode limits = Json.array();
    for (int i = 0; i < values.length; i += 2) {
      limits.add(
          Json.parse(
              "{\"type\":\"RLIMIT_NOFILE\",\"soft\":%d,\"hard\":%d}"
                  .formatted(values[i], values[i + 1])));
    }
    return limits;
  }

  /** A new file of that kind. */
  private static String special(String kind) {
    return OddFile.of(kind).toString();
  }
}
