package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as no tool would make them: their programs run, or are refused in one line. */
@Tag("security")
@NotOnReference("runc refuses some of these")
final class OddImageTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  private Path outside;

  @BeforeEach
  void layOutCanaries() throws IOException {
    outside = Scratch.newDirectory("outside");
    Files.writeString(outside.resolve("canary"), "canary of the host");
    Command.of("chmod", "-R", "a+rwX", outside).run().ok();
  }

  /** What has the place of the directories that every image has; %s is outside of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "../../../../../../..%s",
        "../outside",
        "/no/such",
        "no/such",
        ".",
        "/",
        "loop"
      })
  void linksInPlaceOfTheUsualDirectories(String target) throws IOException {
    Bundle bundle =
        containers.program(
            "fs/file",
            "list",
            "/dev",
            "list",
            "/proc/self",
            "write",
            "/tmp/made",
            "x",
            "write",
            "/etc/hostname",
            "x",
            "list",
            "/sys");
    Path rootfs = bundle.rootfs();
    for (String name : new String[] {"dev", "proc", "sys", "etc", "tmp", "run", "var"}) {
      Files.deleteIfExists(rootfs.resolve(name));
      Path link = Path.of(target.equals("loop") ? name : target.formatted(outside));
      Files.createSymbolicLink(rootfs.resolve(name), link);
    }
    bundle.mount("{\"destination\":\"/sys\",\"type\":\"sysfs\",\"source\":\"sysfs\"}");
    bundle.mount("{\"destination\":\"/tmp\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"}");
    bundle.mount(
        "{\"destination\":\"/etc/hostname\",\"type\":\"bind\",\"source\":\"%s\"}"
            .formatted(Files.writeString(Scratch.file("name"), "name")));
    Map<String, String> before = Tree.of(outside);

    assertRunsOrIsRefused(containers.run(bundle));
    assertThat(Tree.of(outside)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "file", "socket", "dangling", "loop"})
  void filesInPlaceOfTheUsualDirectories(String kind) throws IOException {
    Bundle bundle = containers.bundle("hello");
    for (String name : new String[] {"dev", "proc", "etc", "tmp"}) {
      Files.deleteIfExists(bundle.rootfs().resolve(name));
      OddFile.at(bundle.rootfs().resolve(name), kind);
    }

    assertRunsOrIsRefused(containers.run(bundle));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fifo", "directory", "socket", "dangling", "loop", "file"})
  void aProgramThatIsNoFile(String kind) {
    Bundle bundle = containers.bundle("hello");
    OddFile.at(bundle.rootfs().resolve("odd.wasm"), kind);

    assertRefused(containers.run(bundle.args("/odd.wasm")));
  }

  @Test
  void aProgramOfATerabyteThatIsOneHole() {
    Bundle bundle = containers.bundle("hello");
    Command.of("truncate", "-s", "1T", bundle.rootfs().resolve("huge.wasm")).run().ok();
    // One that starts as a module does.
    bundle.put("/module.wasm", containers.runtime().guest("hello"));
    Command.of("truncate", "-s", "1T", bundle.rootfs().resolve("module.wasm")).run().ok();
    Command.of("chmod", "755", bundle.rootfs().resolve("huge.wasm")).run().ok();

    assertRefused(containers.run(bundle.args("/huge.wasm")));
    assertRefused(containers.run(bundle.args("/module.wasm")));
  }

  @Test
  void aRootThatIsALink() throws IOException {
    Bundle bundle = containers.bundle("hello");
    Files.move(bundle.rootfs(), bundle.directory().resolve("real"));
    Files.createSymbolicLink(bundle.rootfs(), Path.of("real"));

    assertThat(containers.run(bundle).ok().out()).isEqualTo("hello world\n");
  }

  @Test
  void directoriesTwoHundredDeep() throws IOException {
    Bundle bundle = containers.bundle("hello");
    String deep = "/d".repeat(200);
    bundle.put(deep + "/hello.wasm", containers.runtime().guest("hello"));
    Path links = bundle.rootfs();
    Files.createSymbolicLink(links.resolve("link.wasm"), Path.of(deep + "/hello.wasm"));

    assertThat(containers.run(bundle.args(deep + "/hello.wasm")).ok().out())
        .isEqualTo("hello world\n");
    assertThat(containers.run(bundle.args("/link.wasm")).ok().out()).isEqualTo("hello world\n");
    bundle.setProcess("cwd", "\"" + deep + "\"");
    assertThat(containers.run(bundle.args("./hello.wasm")).ok().out()).isEqualTo("hello world\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"new\nline", "quote\"'`$(id)", "back\\slash", "\u0001\u001b[31m", " ", "-rf"})
  void programsWithOddNames(String name) {
    Bundle bundle = containers.bundle("hello");
    bundle.put("/" + name, containers.runtime().guest("hello"));
    bundle.put("/not-" + name, "no module");

    assertThat(containers.run(bundle.args("/" + name)).ok().out()).isEqualTo("hello world\n");
    assertRefused(containers.run(bundle.args("/not-" + name)));
    assertRefused(containers.run(bundle.args("/none-" + name)));
  }

  /** Names that are no UTF-8, and the longest that there are: what lists them goes on. */
  @Test
  void directoriesWithOddNamesAreListed() throws IOException {
    Bundle bundle = containers.program("fs/file", "list", "/odd", "stat", "/odd/plain");
    String make =
        """
        mkdir "$0/odd"; cd "$0/odd"
        for i in $(seq 255); do long="${long}x"; done
        : >"$long"; : >plain
        : >"$(printf 'bad\\377\\376')"; : >"$(printf 'half\\355\\240\\200')"; : >"$(printf 'new\\nline')"
        """;
    Command.of("sh", "-c", make, bundle.rootfs()).run().ok();
    Outcome outcome = containers.run(bundle).ok();

    assertThat(outcome.err()).isEmpty();
    assertThat(Files.readString(outcome.outFile(), StandardCharsets.ISO_8859_1))
        .contains("plain", "x".repeat(255), "new\nline", "stat /odd/plain: file");
  }

  private static void assertRunsOrIsRefused(Outcome outcome) {
    if (outcome.exit() == 0) {
      assertThat(outcome.err()).isEmpty();
    } else {
      assertRefused(outcome);
    }
    assertThat(outcome.out()).doesNotContain("canary of the host");
  }

  private static void assertRefused(Outcome outcome) {
    outcome.refused("jwasm: ");
    assertThat(outcome.err()).doesNotContain("Exception", "\u001b");
  }
}
