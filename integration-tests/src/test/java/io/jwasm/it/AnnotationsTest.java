package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code io.jwasm.*} annotations of config.json, and {@code --overlay}. */
@NotOnReference("the annotations are ours")
final class AnnotationsTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void theModuleLiesInTheBundleOrAnywhere() throws IOException {
    Path module = Guests.wasm("hello");
    Bundle bundle = containers.bundle("hello").args("nothing");
    Files.delete(bundle.rootfs().resolve("hello.wasm"));
    Files.copy(module, bundle.directory().resolve("guest.wasm"));

    for (String path : List.of("guest.wasm", module.toString())) {
      assertThat(containers.run(annotated(bundle, "io.jwasm.module", path)).ok().out())
          .isEqualTo("hello world\n");
    }
  }

  @Test
  void theFirstArgumentIsThenOnlyAnArgumentAndAFunction() {
    Bundle args = containers.bundle("args").args("any name", "x");
    annotated(args, "io.jwasm.module", Guests.wasm("args").toString());
    assertThat(containers.run(args).ok().out().lines()).containsExactly("any name", "x");

    Bundle named = containers.bundle("named-export").args("any#other");
    annotated(named, "io.jwasm.module", Guests.wasm("named-export").toString());
    assertThat(containers.run(named).ok().out()).isEqualTo("other\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such.wasm", "rootfs", "config.json"})
  void aModuleThatIsNoneIsRefused(String path) {
    Outcome outcome =
        containers.run(annotated(containers.bundle("hello"), "io.jwasm.module", path));

    outcome.refused("io.jwasm.module");
    containers.assertNothingLeft();
  }

  @Test
  void preopenedDirectoriesCannotBeLeft() throws IOException {
    Bundle bundle =
        containers.program("fs/file", "read", "/d/up/f", "read", "/d/abs", "list", "/d");
    bundle.put("/data/of-data", text("x")).put("/etc/f", text("secret"));
    Files.createSymbolicLink(bundle.rootfs().resolve("data/up"), Path.of("../etc"));
    Files.createSymbolicLink(bundle.rootfs().resolve("data/abs"), Path.of("/etc/f"));
    annotated(bundle, "io.jwasm.preopens", "/d=/data");

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly(
            "read /d/up/f: ENOTCAPABLE", "read /d/abs: ENOTCAPABLE", "list /d: abs of-data up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "/no", "/hello.wasm"})
  void aPreopenedDirectoryThatIsNoneIsRefused(String path) {
    containers
        .run(annotated(containers.bundle("hello"), "io.jwasm.preopens", path))
        .refused("io.jwasm.preopens", path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flag", "annotation"})
  void changesOfTheRootAreForgottenWithTheContainer(String way) {
    Bundle bundle = tour();
    List<Object> words = new ArrayList<>();
    if (way.equals("flag")) {
      words.add("--overlay=memory");
    } else {
      annotated(bundle, "io.jwasm.overlay", "memory");
    }
    words.addAll(List.of("run", "--bundle", bundle.directory(), Scratch.newId()));
    var before = Tree.of(bundle.rootfs());

    assertThat(containers.verb(words.toArray()).run().ok().out().lines())
        .containsExactly(
            "write /new: ok",
            "append /etc/file: ok",
            "read /etc/file: \"imagex\"",
            "rename /etc/file: ok",
            "unlink /gone: ok",
            "mkdir /etc/dir: ok",
            "list /etc: dir moved");
    assertThat(Tree.of(bundle.rootfs())).isEqualTo(before);
  }

  @Test
  void theAnnotationOverridesTheFlag() {
    Bundle bundle = annotated(tour(), "io.jwasm.overlay", "none");

    containers
        .verb("--overlay", "memory", "run", "--bundle", bundle.directory(), Scratch.newId())
        .run()
        .ok();
    assertThat(bundle.rootfs().resolve("new")).hasContent("x");
  }

  @Test
  void anOverlaidRootThatIsReadOnlyStaysIt() {
    Bundle bundle = containers.program("fs/file", "write", "/new", "x");
    bundle.set("root", "{\"path\": \"rootfs\", \"readonly\": true}");
    annotated(bundle, "io.jwasm.overlay", "memory");

    assertThat(containers.run(bundle).ok().out()).isEqualTo("write /new: EROFS\n");
  }

  @Test
  void volumesAreNotOverlaid() throws IOException {
    Bundle bundle = containers.program("fs/file", "write", "/data/new", "x");
    Path volume = Scratch.newDirectory("volume");
    bundle.set(
        "mounts",
        "[{\"destination\":\"/data\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"rbind\"]}]"
            .formatted(volume));
    annotated(bundle, "io.jwasm.overlay", "memory");

    containers.run(bundle).ok();
    assertThat(volume.resolve("new")).hasContent("x");
  }

  @Test
  void copiedUpTmpfsShowsTheImagesFiles() {
    Bundle bundle =
        containers.program(
            "fs/file", "read", "/etc/file", "write", "/etc/file", "x", "list", "/etc");
    bundle.put("/etc/file", text("image"));
    bundle.set(
        "mounts",
        "[{\"destination\": \"/etc\", \"type\": \"tmpfs\", \"options\": [\"tmpcopyup\"]}]");

    assertThat(containers.run(bundle).ok().out().lines())
        .containsExactly("read /etc/file: \"image\"", "write /etc/file: ok", "list /etc: file");
    assertThat(bundle.rootfs().resolve("etc/file")).hasContent("image");
  }

  @Test
  void anOverlayThatThereIsNotIsRefused() {
    containers
        .run(annotated(containers.bundle("hello"), "io.jwasm.overlay", "disk"))
        .refused("io.jwasm.overlay", "disk", "memory or none");
  }

  private Bundle tour() {
    return containers
        .program("fs/file")
        .args(
            "/file.wasm write /new x append /etc/file x read /etc/file rename /etc/file /etc/moved unlink /gone mkdir /etc/dir list /etc"
                .split(" "))
        .put("/etc/file", text("image"))
        .put("/gone", text("image"));
  }

  private static Bundle annotated(Bundle bundle, String name, String value) {
    return bundle.set("annotations", "{\"%s\": \"%s\"}".formatted(name, value));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
