package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Containers that start while names of their root file system, and of a bind mount's source, are
 * exchanged with links to directories of the host: nothing is made, changed or mounted there.
 *
 * <pre>
 * bundle/outside/canary
 *       /source       what /mnt/source is bound to, exchanged with a link to outside
 *       /rootfs/mnt   where everything is mounted and made, exchanged with a link to outside
 * </pre>
 *
 * @see "CVE-2021-30465, CVE-2024-45310"
 */
@Tag("security")
@NotOnReference("runc 1.1 loses this race: it makes mount points by name")
final class SwapRaceTest {
  private static final int RUNS = Boolean.getBoolean("jwasm.campaign") ? 10_000 : 50;
  private static final String SECRET = "canary of the host";

  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void nothingIsMadeOutside() throws IOException {
    Bundle bundle =
        containers.program(
            "fs/file", "list", "/mnt", "read", "/mnt/canary", "write", "made-by-guest", "x");
    Path outside = Files.createDirectory(bundle.directory().resolve("outside"));
    Files.writeString(outside.resolve("canary"), SECRET);
    Command.of("chmod", "-R", "a+rwX", outside).run().ok();
    Path mnt = Files.createDirectory(bundle.rootfs().resolve("mnt"));
    Path link = Files.createSymbolicLink(bundle.rootfs().resolve("link"), outside);
    Path source = Files.createDirectory(bundle.directory().resolve("source"));
    Path other = bundle.directory().resolve("other");
    Files.createSymbolicLink(other, outside);
    Path file = Files.writeString(Scratch.file("bound"), "bound");
    mount(bundle, "/mnt/file", "bind", file);
    mount(bundle, "/mnt/made/deep/file", "bind", file);
    mount(bundle, "/mnt/directory", "bind", Scratch.newDirectory("bound"));
    mount(bundle, "/mnt/made/source", "bind", source);
    mount(bundle, "/mnt/memory", "tmpfs", Path.of("tmpfs"));
    bundle.setProcess("cwd", "\"/mnt/made/cwd\"");
    Map<String, String> before = Tree.of(outside);
    int refused = 0;

    try (LiveProcess swap = swap(mnt, link);
        LiveProcess swapSource = swap(source, other)) {
      for (int i = 0; i < RUNS; i++) {
        Outcome outcome = containers.run(bundle);
        assertThat(outcome.out() + outcome.err()).doesNotContain(SECRET, "Exception", "\tat ");
        refused += outcome.exit() == 0 ? 0 : 1;
      }
      assertSwapped(swap);
      assertSwapped(swapSource);
    }

    assertThat(Tree.of(outside)).isEqualTo(before);
    try (Stream<Path> names = Files.list(bundle.directory())) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .containsExactlyInAnyOrder("config.json", "other", "outside", "rootfs", "source");
    }
    // Were each of them refused, nothing would have been tried.
    assertThat(refused).as("refused runs of " + RUNS).isLessThan(RUNS);
    System.out.println(
        "figure: races won by a swapped name: 0 of %d runs, %d refused (goal 0 of 10000)"
            .formatted(RUNS, refused));
  }

  private static void mount(Bundle bundle, String destination, String type, Path source) {
    bundle.mount(
        "{\"destination\":\"%s\",\"type\":\"%s\",\"source\":\"%s\",\"options\":[\"rw\"]}"
            .formatted(destination, type, source));
  }

  private static LiveProcess swap(Path one, Path other) {
    return Command.of(Guests.tool("swap"), one, other)
        .pipedInput()
        .within(java.time.Duration.ofHours(2))
        .start();
  }

  private static void assertSwapped(LiveProcess swap) {
    swap.endInput();
    assertThat(Long.parseLong(swap.join().ok().out().strip())).isGreaterThan(RUNS);
  }
}
