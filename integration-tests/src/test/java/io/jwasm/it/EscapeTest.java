package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways out of a container by names: none of them is one. Canaries lie beside the root file system;
 * after each test they are as they were, times included.
 *
 * <pre>
 * bundle/config.json
 *       /outside/canary          files of the host that the guest must neither see nor change
 *               /hello.wasm
 *               /inner/canary
 *       /rootfs/...              what the guest has
 * </pre>
 */
@Tag("security")
final class EscapeTest {
  private static final String SECRET = "canary of the host";
  private static final int SWAPS = 10_000;
  private static int attempts;

  @RegisterExtension final Containers containers = Containers.underTest();

  private Bundle bundle;
  private Path outside;

  @BeforeEach
  void layOutCanaries() throws IOException {
    bundle = containers.program("fs/file");
    outside = Files.createDirectory(bundle.directory().resolve("outside"));
    Files.createDirectory(outside.resolve("inner"));
    Files.writeString(outside.resolve("canary"), SECRET);
    Files.writeString(outside.resolve("inner/canary"), SECRET);
    Files.copy(containers.runtime().guest("hello"), outside.resolve("hello.wasm"));
    // Would the walls not hold, then the owner and mode of the canaries would not either.
    Command.of("chmod", "-R", "a+rwX", outside).run().ok();
  }

  @AfterAll
  static void report() {
    System.out.println(
        "figure: escapes by names: 0 of %d containers that tried (goal 0)".formatted(attempts));
  }

  /** Targets of links that lead out of {@code /links} when they are resolved by the host. */
  private List<String> ways() {
    String absolute = outside.toString();
    return List.of(
        absolute,
        "../../outside",
        "../../../../../../../../../.." + absolute,
        ".././../outside/.",
        "../links/../../outside",
        "//" + absolute.substring(1),
        "../rootfs/../../outside");
  }

  @Test
  void aLinkOfTheImageLeadsNowhere() throws IOException {
    List<String> tour = new ArrayList<>();
    Path links = Files.createDirectory(bundle.rootfs().resolve("links"));
    for (String way : ways()) {
      int number = tour.size();
      Files.createSymbolicLink(links.resolve("dir" + number), Path.of(way));
      Files.createSymbolicLink(links.resolve("file" + number), Path.of(way, "canary"));
      Files.createSymbolicLink(links.resolve("new" + number), Path.of(way, "created"));
      Files.createSymbolicLink(links.resolve("hop" + number), Path.of("dir" + number));
      tour.addAll(attacks("/links/dir" + number, "/links/file" + number, "/links/new" + number));
      tour.addAll(attacks("/links/hop" + number, "/links/hop" + number + "/canary", "/nothing"));
    }

    assertNoEscape(tour);
  }

  @Test
  void aLinkOfTheGuestLeadsNowhere() {
    List<String> tour = new ArrayList<>(List.of("mkdir", "/links"));
    for (String way : ways()) {
      int number = tour.size();
      tour.addAll(List.of("symlink", "/links/dir" + number, way));
      tour.addAll(List.of("symlink", "/links/file" + number, way + "/canary"));
      tour.addAll(List.of("symlink", "/links/new" + number, way + "/created"));
      tour.addAll(attacks("/links/dir" + number, "/links/file" + number, "/links/new" + number));
    }

    assertNoEscape(tour);
  }

  @Test
  void dotsLeadNoFurtherThanTheRoot() throws IOException {
    Files.createDirectories(bundle.rootfs().resolve("a/b"));
    List<String> tour = new ArrayList<>();
    for (String way :
        List.of(
            "/../outside",
            "/../../../.." + outside,
            "/a/b/../../../outside",
            "/a/../../outside",
            "/./.././../outside",
            "../outside",
            "a/../../outside",
            "/dev/../../outside",
            "/proc/self/../../../outside")) {
      tour.addAll(attacks(way, way + "/canary", way + "/created"));
    }

    assertNoEscape(tour);
  }

  @Test
  @NotOnReference("a native process has the /proc of the host's kernel")
  void theProcessesOfTheContainerHaveNoWayOut() {
    List<String> tour = new ArrayList<>();
    for (String way :
        List.of(
            "/proc/self/root",
            "/proc/self/cwd",
            "/proc/self/fd/3",
            "/proc/self/fd/10",
            "/proc/self/task/1/root",
            "/proc/self/map_files",
            "/proc/1/root",
            "/proc/1/cwd",
            "/dev/fd/3",
            "/dev/fd/10")) {
      tour.addAll(
          attacks(way + "/../outside", way + "/.." + outside + "/canary", way + outside + "/new"));
      tour.addAll(attacks(way, way + "/jre/release", way + "/fs/0/outside"));
    }
    // A write that came through would change nothing.
    Path knob = Path.of("/proc/sys/kernel/core_pattern");
    tour.addAll(List.of("stat", "/proc/self/exe", "stat", "/proc/kcore"));
    tour.addAll(List.of("write", "/proc/self/mem", "", "write", knob.toString(), read(knob)));

    assertThat(assertNoEscape(tour))
        .contains("stat /proc/self/exe: ENOENT")
        .doesNotContain("write /proc/self/mem: ok", "write " + knob + ": ok");
  }

  @Test
  @NotOnReference("runc has no image of its own in the container")
  void theSandboxsOwnImageIsNotSeen() throws IOException {
    Path image = Path.of(System.getProperty("jwasm.home")).toAbsolutePath().resolve("image");
    Map<String, String> before = Tree.of(image);
    Files.createSymbolicLink(bundle.rootfs().resolve("up"), Path.of("../../.."));
    Files.createSymbolicLink(bundle.rootfs().resolve("top"), Path.of("/"));
    List<String> tour = new ArrayList<>();
    for (String way : List.of("", "/..", "/up", "/top", "/proc/../..", "/proc/self/root")) {
      for (String file :
          List.of("/sandbox.jar", "/jre/release", "/sentry.aot", "/fs/0/file.wasm")) {
        tour.addAll(attacks(way + "/jre", way + file, way + "/jre/created"));
      }
      tour.addAll(List.of("list", way + "/jre/bin", "list", way + "/fs", "list", way + "/fs/0"));
    }

    assertThat(assertNoEscape(tour))
        .contains("list /jre/bin: ENOENT", "list /fs/0: ENOENT", "list /top/jre/bin: ENOENT")
        .noneMatch(line -> line.contains("JAVA_VERSION"));
    assertThat(Tree.of(image)).isEqualTo(before);
  }

  @Test
  void aHardLinkToALinkIsNoWayOut() throws IOException {
    Files.createSymbolicLink(bundle.rootfs().resolve("file"), outside.resolve("canary"));
    Files.createSymbolicLink(bundle.rootfs().resolve("rel"), Path.of("../outside/canary"));
    List<String> tour =
        List.of(
            "link",
            "/file",
            "/file2",
            "read",
            "/file2",
            "write",
            "/file2",
            "x",
            "link-target",
            "/file",
            "/got",
            "read",
            "/got",
            "stat",
            "/got",
            "link-target",
            "/rel",
            "/got",
            "read",
            "/got",
            "stat",
            "/got",
            "rename",
            "/file",
            "/file3",
            "read",
            "/file3",
            "append",
            "/file3",
            "x");

    assertNoEscape(tour);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "../outside", "../../../../../../../../..%s"})
  void aMountBelowALinkOfTheImageTouchesNothingElse(String way) throws IOException {
    Path target = Path.of(way.formatted(outside));
    Path bound = Files.writeString(Scratch.file("bound"), "bound");
    Files.createSymbolicLink(bundle.rootfs().resolve("link"), target);
    Files.createSymbolicLink(bundle.rootfs().resolve("new"), target.resolve("created"));
    Files.createSymbolicLink(bundle.rootfs().resolve("file"), target.resolve("canary"));
    for (String place :
        List.of("/link", "/link/inner", "/link/made/deep", "/new", "/../../outside")) {
      bundle.mount(
          "{\"destination\":\"%s\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"}".formatted(place));
    }
    for (String place :
        List.of("/file", "/link/canary", "/link/new-file", "/made/../../outside/x")) {
      bundle.mount(
          "{\"destination\":\"%s\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"bind\"]}"
              .formatted(place, bound));
    }

    // Refused or not, nothing is made, and nothing is hidden, outside.
    assertNothingIsTouched(
        () -> {
          Outcome outcome = run(List.of("list", "/link", "read", "/link/canary"));
          assertThat(outcome.out()).doesNotContain(SECRET);
          assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
        });
  }

  @Test
  void aLinkInThePlaceOfDevAndProcTouchesNothingElse() throws IOException {
    for (String name : List.of("dev", "proc", "sys")) {
      Files.deleteIfExists(bundle.rootfs().resolve(name));
      Files.createSymbolicLink(bundle.rootfs().resolve(name), Path.of("../outside"));
    }

    assertNothingIsTouched(
        () -> {
          Outcome outcome = run(attacks("/dev", "/dev/canary", "/proc/created"));
          assertThat(outcome.out()).doesNotContain(SECRET);
          assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "../outside"})
  void aProgramOrWorkingDirectoryBehindALinkIsNotFound(String way) throws IOException {
    Path target = Path.of(way.formatted(outside));
    Files.createSymbolicLink(bundle.rootfs().resolve("link"), target);
    Files.createSymbolicLink(bundle.rootfs().resolve("app.wasm"), target.resolve("hello.wasm"));

    assertNothingIsTouched(
        () -> {
          for (String program :
              List.of("/link/hello.wasm", "/app.wasm", "/../outside/hello.wasm")) {
            Outcome outcome = containers.run(bundle.args(program));
            assertThat(outcome.exit()).as("%s", outcome).isNotZero();
            assertThat(outcome.out()).isEmpty();
          }
          bundle.setProcess("cwd", "\"/link\"");
          assertThat(run(List.of("read", "canary", "write", "created", "x", "list", ".")).out())
              .doesNotContain(SECRET, "inner");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proc/self/fd/3", "/proc/self/fd/7", "/proc/self/fd/10", "/../.."})
  void aWorkingDirectoryOfTheRuntimeIsRefusedOrTheContainers(String cwd) {
    bundle.setProcess("cwd", "\"" + cwd + "\"");

    assertNothingIsTouched(
        () ->
            assertThat(run(attacks("../outside", "../" + outside + "/canary", "../created")).out())
                .doesNotContain(SECRET));
  }

  @ParameterizedTest
  @MethodSource("races")
  void aDirectorySwappedForALinkIsNoWayOut(Place place, Link link) throws IOException {
    Path work = place.prepare(bundle);
    layOutRace(work);
    Files.createSymbolicLink(work.resolve("link"), link.target(work, outside));

    assertNothingIsTouched(
        () -> assertWins(work.resolve("dir"), work.resolve("link"), "/work/dir", "1500"));
    assertThat(work.resolve("dir/inside")).as("the directory is still itself").exists();
  }

  @ParameterizedTest
  @MethodSource("races")
  void aFileSwappedForALinkIsNoWayOut(Place place, Link link) throws IOException {
    Path work = place.prepare(bundle);
    layOutRace(work);
    Files.createSymbolicLink(work.resolve("link"), link.target(work, outside).resolve("canary"));

    assertNothingIsTouched(
        () -> assertWins(work.resolve("file"), work.resolve("link"), "/work", "3000", "file"));
  }

  @Test
  void aProgramOfTheHostIsFooledByTheSameRace() throws IOException {
    Path work = Scratch.newDirectory("fooled");
    layOutRace(work);
    Files.createSymbolicLink(work.resolve("link"), outside);
    Command race = Command.of(Guests.executable("fs/race"), work.resolve("dir"), "3000").in(work);

    assertThat(swapping(work.resolve("dir"), work.resolve("link"), race).exit()).isNotZero();
    assertThat(outside).isDirectoryContaining("glob:**/moved-*");
  }

  @ParameterizedTest
  @EnumSource(Link.class)
  @NotOnReference("runc 1.1 loses this race: it makes mount points by name")
  void createsInASwappedPlaceStayInside(Link link) throws IOException {
    Path rootfs = bundle.rootfs();
    Files.createDirectory(rootfs.resolve("mnt"));
    Files.createSymbolicLink(rootfs.resolve("other"), link.target(rootfs, outside));
    Path bound = Files.writeString(Scratch.file("bound"), "bound");
    for (int i = 0; i < 3; i++) {
      bundle.mount(
          "{\"destination\":\"/mnt/made%d\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"bind\"]}"
              .formatted(i, bound));
    }

    assertNothingIsTouched(
        () -> {
          Path mnt = rootfs.resolve("mnt");
          try (LiveProcess swap = swap(mnt, rootfs.resolve("other"))) {
            for (int i = 0; i < 10; i++) {
              assertThat(run(List.of("list", "/mnt", "read", "/mnt/canary")).out())
                  .doesNotContain(SECRET);
            }
            assertSwapped(swap);
          }
        });
  }

  /** How the link names the outside. */
  enum Link {
    ABSOLUTE {
      @Override
      Path target(Path from, Path outside) {
        return outside;
      }
    },
    RELATIVE {
      @Override
      Path target(Path from, Path outside) {
        return from.relativize(outside);
      }
    };

    abstract Path target(Path from, Path outside);
  }

  static Stream<Arguments> races() {
    return Stream.of(Place.ROOT, Place.BIND)
        .flatMap(place -> Stream.of(Link.values()).map(link -> Arguments.of(place, link)));
  }

  /** Everything that can be done to a directory, to a file in it, and to a name that is free. */
  private static List<String> attacks(String directory, String file, String fresh) {
    return List.of(
        "list",
        directory,
        "stat",
        directory + "/canary",
        "read",
        directory + "/canary",
        "read",
        directory + "/inner/canary",
        "write",
        directory + "/created",
        "x",
        "create",
        directory + "/created",
        "x",
        "append",
        directory + "/canary",
        "x",
        "touch",
        directory + "/canary",
        "unlink",
        directory + "/canary",
        "rename",
        directory + "/canary",
        "/stolen",
        "read",
        "/stolen",
        "link",
        directory + "/canary",
        "/stolen",
        "link-target",
        file,
        "/stolen",
        "read",
        "/stolen",
        "mkdir",
        directory + "/made",
        "rmdir",
        directory + "/inner",
        "rename",
        directory + "/inner",
        "/stolen-dir",
        "symlink",
        directory + "/made",
        "x",
        "rename",
        "/file.wasm",
        directory + "/moved",
        "link",
        "/file.wasm",
        directory + "/linked",
        "read",
        file,
        "touch",
        file,
        "append",
        file,
        "x",
        "write",
        file,
        "x",
        "write",
        fresh,
        "x",
        "create",
        fresh,
        "x",
        "mkdir",
        fresh,
        "touch",
        fresh);
  }

  private Outcome run(List<String> tour) {
    List<String> args = new ArrayList<>(List.of("/file.wasm"));
    args.addAll(tour);
    return containers.run(bundle.args(args.toArray(String[]::new)));
  }

  /** What the guest says of the tour; the test fails when it has met, or changed, a canary. */
  private List<String> assertNoEscape(List<String> tour) {
    List<String> said = new ArrayList<>();
    assertNothingIsTouched(() -> said.addAll(FileProgram.lines(run(tour).ok())));
    assertThat(said).noneMatch(line -> line.contains(SECRET));
    return said;
  }

  private void assertNothingIsTouched(Runnable attack) {
    Map<String, String> before = Tree.of(outside);
    List<Path> beside = beside();
    attempts++;
    attack.run();
    assertThat(Tree.of(outside)).isEqualTo(before);
    assertThat(beside()).as("names beside the root file system").isEqualTo(beside);
  }

  private List<Path> beside() {
    try (Stream<Path> names = Files.list(bundle.directory())) {
      return names.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void layOutRace(Path work) throws IOException {
    Files.createDirectories(work.resolve("dir/inner"));
    Files.writeString(work.resolve("dir/inside"), "inside");
    Files.writeString(work.resolve("file"), "inside");
  }

  /** The guest works in the directory while its name is swapped, and meets no canary. */
  private void assertWins(Path one, Path other, String... arguments) {
    bundle.put("/race.wasm", containers.runtime().program("fs/race"));
    List<String> args = new ArrayList<>(List.of("/race.wasm"));
    args.addAll(List.of(arguments));
    bundle.args(args.toArray(String[]::new));
    Outcome outcome = swapping(one, other, containers.running(bundle, Scratch.newId()));

    assertThat(outcome.ok().out()).isEqualTo("ready\nescaped 0\nboth outcomes: yes\n");
  }

  private static Outcome swapping(Path one, Path other, Command command) {
    try (LiveProcess swap = swap(one, other)) {
      Outcome outcome = command.run();
      assertSwapped(swap);
      return outcome;
    }
  }

  private static LiveProcess swap(Path one, Path other) {
    return Command.of(Guests.tool("swap"), one, other).pipedInput().start();
  }

  private static void assertSwapped(LiveProcess swap) {
    swap.endInput();
    assertThat(Long.parseLong(swap.join().ok().out().strip())).isGreaterThan(SWAPS);
  }
}
