package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /dev}, {@code /proc} and {@code /sys} of a bundle, and the paths that it hides. */
@NotOnReference("what is there is this kernel's own")
final class KernelFilesTest {
  @RegisterExtension final Containers containers = Containers.underTest();

  @Test
  void devicesAreThoseOfTheSentry() {
    assertThat(
            tour(
                bundle(),
                "list /dev",
                "stat /dev/null",
                "read /dev/null",
                "append /dev/null x",
                "append /dev/full x",
                "readlink /dev/stdout",
                "unlink /dev/null",
                "write /dev/new x",
                "read /dev/new",
                "read /dev/tty",
                "list /dev/pts"))
        .containsExactly(
            "list /dev: console fd full null ptmx pts random stderr stdin stdout tty urandom zero",
            "stat /dev/null: character device",
            "read /dev/null: \"\"",
            "append /dev/null: ok",
            "append /dev/full: ENOSPC",
            "readlink /dev/stdout: \"/proc/self/fd/1\"",
            "unlink /dev/null: EBUSY",
            "write /dev/new: ok",
            "read /dev/new: \"x\"",
            "read /dev/tty: ENXIO",
            "list /dev/pts: ptmx");
  }

  @Test
  void whatTheImageHasInDevIsNeverUsed() throws IOException {
    Bundle bundle = bundle().set("mounts", "[]").put("/etc/target", text("of the image"));
    Path dev = bundle.rootfs().resolve("dev");
    Files.createSymbolicLink(dev.resolve("null"), Path.of("/etc/target"));
    Files.createSymbolicLink(dev.resolve("full"), Path.of("../../canary"));

    assertThat(
            tour(
                bundle,
                "read /dev/null",
                "append /dev/null x",
                "append /dev/full x",
                "read /etc/target"))
        .containsExactly(
            "read /dev/null: \"\"",
            "append /dev/null: ok",
            "append /dev/full: ENOSPC",
            "read /etc/target: \"of the image\"");
    assertThat(dev.resolve("null")).isSymbolicLink();
    assertThat(dev.toFile().list()).containsExactlyInAnyOrder("null", "full");
  }

  @Test
  void streamsAreOpenedByTheirNames() {
    Bundle bundle = bundle().args("/file.wasm", "read", "/dev/stdin", "append", "/dev/stderr", "!");
    Outcome outcome = containers.running(bundle, Scratch.newId()).input("of the caller").run().ok();

    assertThat(outcome.out().lines())
        .containsExactly("read /dev/stdin: \"of the caller\"", "append /dev/stderr: ok");
    assertThat(outcome.err()).isEqualTo("!");
  }

  @Test
  void configuredDevicesAreThereAndThoseOfTheHostAreNot() {
    Bundle bundle =
        bundle()
            .setLinux(
                "devices",
                """
                [{"path": "/dev/mine", "type": "c", "major": 1, "minor": 3},
                 {"path": "/dev/mem", "type": "c", "major": 1, "minor": 1},
                 {"path": "/dev/sda", "type": "b", "major": 8, "minor": 0}]
                """);

    assertThat(
            tour(bundle, "append /dev/mine x", "read /dev/mem", "stat /dev/sda", "read /dev/sda"))
        .containsExactly(
            "append /dev/mine: ok",
            "read /dev/mem: ENXIO",
            "stat /dev/sda: other",
            "read /dev/sda: ENXIO");
  }

  @Test
  void boundDeviceIsTheSentrysOwn() {
    Bundle bundle = bundle();
    bundle.set(
        "mounts",
        """
        [{"destination": "/etc/off", "type": "bind", "source": "/dev/null", "options": ["bind"]}]
        """);

    assertThat(tour(bundle, "read /etc/off", "append /etc/off x"))
        .containsExactly("read /etc/off: \"\"", "append /etc/off: ok");
  }

  @Test
  void procTellsOfTheContainer() {
    Bundle bundle = bundle().set("hostname", "\"some-name\"").env("SECRET=1");

    List<String> said =
        tour(
            bundle,
            "list /proc",
            "readlink /proc/self",
            "readlink /proc/self/fd/3",
            "readlink /proc/self/cwd",
            "read /proc/sys/kernel/hostname",
            "read /proc/self/comm",
            "stat /proc/self/exe",
            "stat /proc/kcore",
            "write /proc/sys/kernel/hostname x",
            "unlink /proc/meminfo");

    assertThat(said)
        .containsExactly(
            "list /proc: 1 cpuinfo filesystems loadavg meminfo mounts self stat sys uptime version",
            "readlink /proc/self: \"1\"",
            "readlink /proc/self/fd/3: \"/\"",
            "readlink /proc/self/cwd: \"/\"",
            "read /proc/sys/kernel/hostname: \"some-name",
            "\"",
            "read /proc/self/comm: \"file.wasm",
            "\"",
            "stat /proc/self/exe: ENOENT",
            "stat /proc/kcore: ENOENT",
            "write /proc/sys/kernel/hostname: EACCES",
            "unlink /proc/meminfo: EROFS");
  }

  @Test
  void mountsAreListed() {
    Bundle bundle = bundle();

    assertThat(tour(bundle, "read /proc/mounts"))
        .containsExactly(
            "read /proc/mounts: \"none / bind rw 0 0",
            "proc /proc proc rw 0 0",
            "tmpfs /dev tmpfs rw,nosuid,mode=755 0 0",
            "devpts /dev/pts devpts rw,nosuid,noexec,newinstance,ptmxmode=0666,mode=0620 0 0",
            "\"");
  }

  @Test
  void memoryIsWhatTheContainersLimitLeavesPrograms() {
    Bundle bundle = bundle().setLinux("resources", "{\"memory\": {\"limit\": 268435456}}");

    assertThat(tour(bundle, "read /proc/meminfo"))
        .contains("read /proc/meminfo: \"MemTotal:         106496 kB");
  }

  @Test
  void maskedPathsAreEmptyAndReadOnlyPathsCannotBeChanged() {
    Bundle bundle =
        bundle()
            .put("/etc/secret", text("secret"))
            .put("/var/secret/file", text("secret"))
            .put("/opt/file", text("fixed"))
            .setLinux(
                "maskedPaths",
                "[\"/etc/secret\", \"/var/secret\", \"/proc/meminfo\", \"/proc/kcore\", \"/no\"]")
            .setLinux("readonlyPaths", "[\"/opt\", \"/no\", \"/proc/sys\"]");

    assertThat(
            tour(
                bundle,
                "read /etc/secret",
                "list /var/secret",
                "write /var/secret/x x",
                "read /proc/meminfo",
                "read /opt/file",
                "write /opt/file x",
                "write /opt/new x",
                "unlink /etc/secret"))
        .containsExactly(
            "read /etc/secret: \"\"",
            "list /var/secret: ",
            "write /var/secret/x: EROFS",
            "read /proc/meminfo: \"\"",
            "read /opt/file: \"fixed\"",
            "write /opt/file: EROFS",
            "write /opt/new: EROFS",
            "unlink /etc/secret: EBUSY");
    assertThat(bundle.rootfs().resolve("opt/file")).hasContent("fixed");
    assertThat(bundle.rootfs().resolve("no")).doesNotExist();
  }

  @Test
  void aFileSystemThatThereIsNotIsRefusedByName() {
    Bundle bundle = bundle();
    bundle.set("mounts", "[{\"destination\": \"/a\", \"type\": \"nfs\", \"source\": \"h:/x\"}]");

    containers
        .run(bundle)
        .refused(
            "mounts[0]: unknown file system type \"nfs\": jwasm has bind, tmpfs, proc, sysfs, devpts,"
                + " mqueue, cgroup");
  }

  @Test
  void aTmpfsOptionThatThereIsNotIsRefusedByName() {
    Bundle bundle = bundle();
    bundle.set(
        "mounts", "[{\"destination\": \"/a\", \"type\": \"tmpfs\", \"options\": [\"size=big\"]}]");

    containers.run(bundle).refused("mounts[0].options: \"size=big\" is not for tmpfs");
  }

  @Test
  void theTerminalHasItsNames() {
    Bundle bundle =
        bundle()
            .args(
                "/file.wasm",
                "append",
                "/dev/tty",
                "1",
                "append",
                "/dev/console",
                "2",
                "append",
                "/dev/pts/0",
                "3",
                "readlink",
                "/proc/self/fd/0")
            .setProcess("terminal", "true");
    Path socket = Scratch.file("tty");
    try (LiveProcess console = Command.of(Guests.tool("console"), socket).pipedInput().start()) {
      Eventually.until("console socket", () -> Files.exists(socket));
      String id = Scratch.newId();
      containers
          .verb("create", "--bundle", bundle.directory(), "--console-socket", socket, id)
          .run()
          .ok();
      containers.start(id).ok();

      assertThat(console.join().ok().out())
          .contains("1", "2", "3", "append /dev/pts/0: ok")
          .contains("readlink /proc/self/fd/0: \"/dev/console\"");
    }
  }

  private Bundle bundle() {
    return containers.program("fs/file");
  }

  /** What the program says of operations, each a text of words; errors have their names. */
  private List<String> tour(Bundle bundle, String... operations) {
    String[] args = ("/file.wasm " + String.join(" ", operations)).split(" ");
    return containers.run(bundle.args(args)).ok().out().lines().toList();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
