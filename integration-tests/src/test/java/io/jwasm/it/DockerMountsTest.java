package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docker mounts without being asked, and what its options mean to the kernel's own files. */
final class DockerMountsTest {
  @RegisterExtension
  static final DockerEngine docker = new DockerEngine(ContainerRuntime.underTest());

  @Test
  void mountsOfEveryContainerAreThere() {
    List<String> said =
        tour(
            List.of("--hostname", "some-name"),
            "list /dev",
            "list /sys/fs/cgroup",
            "list /sys/firmware",
            "stat /proc/kcore",
            "read /proc/sys/kernel/hostname",
            "write /dev/shm/x y",
            "write /sys/x y",
            "read /proc/mounts");

    assertThat(said)
        .contains(
            "list /dev: console fd full mqueue null ptmx pts random shm stderr stdin stdout tty"
                + " urandom zero",
            "list /sys/fs/cgroup: ",
            "list /sys/firmware: ",
            "stat /proc/kcore: ENOENT",
            "read /proc/sys/kernel/hostname: \"some-name",
            "write /dev/shm/x: ok",
            "write /sys/x: EROFS");
    assertThat(said.stream().map(DockerMountsTest::place))
        .contains(
            "/proc",
            "/dev",
            "/dev/pts",
            "/sys",
            "/sys/fs/cgroup",
            "/dev/mqueue",
            "/dev/shm",
            "/etc/resolv.conf",
            "/etc/hostname",
            "/etc/hosts");
  }

  @Test
  void aMountOfTypeTmpfsHasItsSizeAndMode() {
    assertThat(
            tour(
                List.of(
                    "--mount", "type=tmpfs,destination=/t,tmpfs-size=1m,tmpfs-mode=0700",
                    "--user", "1000:1000"),
                "write /t/x x"))
        .containsExactly("write /t/x: EACCES");
    assertThat(tour(List.of("--mount", "type=tmpfs,destination=/t,tmpfs-size=1m"), "fill /t/full"))
        .containsExactly("fill /t/full: ENOSPC after 1048576 bytes");
  }

  /** 256 MiB less 48 for the sandbox and 104 for its Java heap. */
  @Test
  void memoryIsWhatTheContainersLimitLeavesToTheProgram() {
    assertThat(tour(List.of("--memory", "256m"), "read /proc/meminfo"))
        .contains("read /proc/meminfo: \"MemTotal:         106496 kB");
  }

  @Test
  void devicesOfTheHostAreTheSentrysOwn() {
    assertThat(
            tour(
                List.of("--device", "/dev/null:/dev/mine", "-v", "/dev/null:/etc/off"),
                "append /dev/mine x",
                "read /dev/mine",
                "read /etc/off",
                "append /etc/off x"))
        .containsExactly(
            "append /dev/mine: ok",
            "read /dev/mine: \"\"",
            "read /etc/off: \"\"",
            "append /etc/off: ok");
  }

  @Test
  void additionalGroupsOpenTheirVolumes() {
    Path volume = Scratch.newDirectory("volume");
    Command.of("chown", "0:4000", volume).run().ok();
    Command.of("chmod", "0770", volume).run().ok();
    List<String> options = List.of("-u", "1000:1000", "-v", volume + ":/v");

    assertThat(tour(options, "write /v/x x")).containsExactly("write /v/x: EACCES");
    assertThat(
            tour(
                List.of("-u", "1000:1000", "--group-add", "4000", "-v", volume + ":/v"),
                "write /v/x x"))
        .containsExactly("write /v/x: ok");
    assertThat(Files.exists(volume.resolve("x"))).isTrue();
  }

  private static String place(String line) {
    String[] fields = line.split(" ", -1);
    return fields.length == 6 ? fields[1] : "";
  }

  private static List<String> tour(List<String> options, String... operations) {
    return docker
        .container("run")
        .and("--rm")
        .and(options)
        .and(Image.NAME, "/file.wasm")
        .and(List.of(String.join(" ", operations).split(" ", -1)))
        .run()
        .ok()
        .out()
        .lines()
        .toList();
  }
}
