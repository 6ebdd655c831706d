package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How other runtimes were broken, each tried here; a test's name starts with the number of what it
 * tries.
 *
 * <table>
 * <caption>Breaks whose test is elsewhere</caption>
 * <tr><td>CVE-2021-30465, CVE-2024-45310<td>mounts and mkdir on swapped links<td>{@link SwapRaceTest},
 *     {@link EscapeTest#createsInASwappedPlaceStayInside}
 * <tr><td>CVE-2025-52881, CVE-2019-19921<td>a fake procfs<td>{@link FakeProcTest}
 * <tr><td>crun CVE-2026-30892<td>users that are parsed wrongly<td>{@link UserNumbersTest}
 * <tr><td>Wasmer CVE-2024-38358, wazero 2321<td>links out, dangling links and O_CREAT<td>{@link
 *     EscapeTest#aLinkOfTheGuestLeadsNowhere}
 * <tr><td>wasmtime GHSA-2r75<td>O_TRUNC without the right<td>{@link Preview1RulesTest}, rule 23
 * <tr><td>wasmtime CVE-2025-53901<td>fd_renumber<td>{@code OpenFilesTest} of wasi-syscalls
 * <tr><td>wasmtime CVE-2026-27204<td>unbounded lengths<td>{@code GuestLengthsTest} of wasi-syscalls
 * </table>
 */
@Tag("security")
@NotOnReference("the breaks are those of native runtimes")
final class KnownBreaksTest {
  private static final String SECRET = "canary of the host";

  @RegisterExtension final Containers containers = Containers.underTest();

  private Path outside;

  @BeforeEach
  void layOutCanaries() throws IOException {
    outside = Scratch.newDirectory("outside");
    Files.writeString(outside.resolve("canary"), SECRET);
    Command.of("chmod", "-R", "a+rwX", outside).run().ok();
  }

  /** A descriptor of the host that the caller leaves open, and the working directory behind it. */
  @Test
  void cve202421626ALeakedDescriptorIsNoWorkingDirectory() throws IOException {
    Bundle bundle = containers.program("fs/file", "list", ".", "read", "canary");
    for (int fd = 3; fd < 32; fd++) {
      String target = "/proc/self/fd/" + fd;
      Path link = bundle.rootfs().resolve("link");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(target));
      for (String cwd : List.of(target, target + "/..", "/link", "/proc/1/fd/" + fd)) {
        bundle.setProcess("cwd", "\"" + cwd + "\"");
        Command create = containers.verb("create", "--bundle", bundle.directory(), Scratch.newId());
        // Bash has no number of its own there.
        String leaking = "exec 3<$0 7<$0 9<$0 12<$0 20<$0; exec \"$@\"";
        Command.of("bash", "-c", leaking, outside, create.words())
            .run()
            .refused("process.cwd", "not a directory");
      }
    }
  }

  /**
   * A descriptor of the executable that was got while it ran, written to when it no longer does.
   */
  @Test
  void cve20195736TheRuntimesExecutableCannotBeOverwritten() throws IOException {
    String id = containers.ready(containers.bundle("sleep"));
    long pid = containers.pid(id);
    Path java = RootPosture.image().resolve("jre/bin/java");
    Map<String, String> before = Tree.of(java);
    String overwrite =
        """
        exec 9</proc/$0/exe
        "$@"
        while [ -e /proc/$0/exe ]; do :; done
        echo overwritten >>/proc/self/fd/9
        """;
    Outcome outcome =
        Command.of("bash", "-c", overwrite, pid)
            .and(containers.verb("delete", "--force", id).words())
            .run();

    assertThat(outcome.err()).contains("Read-only file system");
    assertThat(Tree.of(java)).isEqualTo(before);
  }

  @Test
  void cve20195736TheGuestSeesNoExecutable() {
    List<String> tour = new ArrayList<>();
    for (String process : List.of("self", "1", "thread-self", "self/task/1")) {
      tour.addAll(List.of("stat", "/proc/" + process + "/exe"));
      tour.addAll(List.of("write", "/proc/" + process + "/exe", "x"));
    }
    Bundle bundle = containers.program("fs/file", tour.toArray(String[]::new));

    assertThat(FileProgram.lines(containers.run(bundle).ok()))
        .hasSize(8)
        .noneMatch(line -> line.endsWith("ok"))
        .filteredOn(line -> line.startsWith("stat"))
        .allMatch(line -> line.endsWith("ENOENT"));
  }

  /**
   * Links of the image where other runtimes make devices, mask files and mount the console. The
   * guest has the sentry's own /dev and never meets them.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cve202531133And52565And202641579LinksInDevLeadNowhere(boolean terminal) throws IOException {
    String[] operations = {
      "write",
      "/dev/null",
      "x",
      "write",
      "/dev/console",
      "x",
      "write",
      "/dev/ptmx",
      "x",
      "write",
      "/dev/zero",
      "x",
      "write",
      "/dev/shm/made",
      "x",
      "write",
      "/dev/pts/0",
      "x",
      "write",
      "/dev/masked",
      "x",
      "list",
      "/dev"
    };
    Bundle bundle = containers.program("fs/file", operations);
    Path dev = Files.createDirectories(bundle.rootfs().resolve("dev"));
    for (String name : List.of("null", "console", "ptmx", "zero", "tty", "full", "masked")) {
      Files.createSymbolicLink(dev.resolve(name), outside.resolve("canary"));
    }
    for (String name : List.of("pts", "shm", "mqueue", "fd")) {
      Files.createSymbolicLink(dev.resolve(name), outside);
    }
    bundle.setLinux("maskedPaths", "[\"/dev/masked\",\"/dev/null\",\"/proc/kcore\"]");
    bundle.setLinux("readonlyPaths", "[\"/dev/pts\",\"/dev/console\"]");
    bundle.setProcess("terminal", Boolean.toString(terminal));
    Map<String, String> before = Tree.of(outside);

    for (String type : List.of("tmpfs", "bind")) {
      Bundle each =
          bundle.mount(
              """
              {"destination":"/dev/shm","type":"%s","source":"%s","options":["rw"]}
              """
                  .formatted(type, type.equals("bind") ? Scratch.newDirectory("shm") : "shm"));
      Outcome outcome = containers.run(each);
      assertThat(outcome.out()).doesNotContain(SECRET);
      assertThat(outcome.err()).doesNotContain("Exception", "\tat ");
      assertThat(outcome.out()).contains("write /dev/null: ok");
      assertThat(Tree.of(outside)).isEqualTo(before);
    }
  }

  /** O_TRUNC on what is read-only, and link and rename from there to where it is not. */
  @ParameterizedTest
  @CsvSource({"ro, rw", "rw, ro", "ro, ro"})
  void ghsa2r75AndGhsa4ch3AReadOnlyMountStaysAsItIs(String first, String second)
      throws IOException {
    Files.writeString(outside.resolve("other"), "other");
    String[] operations = {
      "write",
      "/first/canary",
      "x",
      "append",
      "/first/canary",
      "x",
      "touch",
      "/first/canary",
      "link",
      "/first/canary",
      "/second/linked",
      "rename",
      "/first/canary",
      "/second/moved",
      "rename",
      "/second/other",
      "/first/canary",
      "link",
      "/second/other",
      "/first/linked",
      "symlink",
      "/first/link",
      "other",
      "unlink",
      "/first/canary",
      "mkdir",
      "/first/made"
    };
    Bundle bundle = containers.program("fs/file", operations);
    bind(bundle, "/first", first);
    bind(bundle, "/second", second);
    Map<String, String> before = Tree.of(outside);
    List<String> said = FileProgram.lines(containers.run(bundle).ok());

    if (first.equals("ro")) {
      assertThat(said).noneMatch(line -> line.endsWith("ok"));
      assertThat(Tree.of(outside)).isEqualTo(before);
    } else {
      // Twice the same directory: what is refused here is only to leave one mount for the other.
      assertThat(said)
          .filteredOn(line -> line.contains("/second/") && !line.endsWith("EXDEV"))
          .noneMatch(line -> line.endsWith("ok"));
    }
  }

  private void bind(Bundle bundle, String place, String option) {
    bundle.mount(
        "{\"destination\":\"%s\",\"type\":\"bind\",\"source\":\"%s\",\"options\":[\"bind\",\"%s\"]}"
            .formatted(place, outside, option));
  }
}
