package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of containers: what docker's options, and podman's, put where, and who may change it. */
abstract class VolumesContract {
  private final Engine engine;

  VolumesContract(Engine engine) {
    this.engine = engine;
  }

  @Test
  void aVolumeIsReadAndWritten() throws IOException {
    Path volume = volume();
    Files.writeString(volume.resolve("größe"), "of the host");

    assertThat(
            tour(
                List.of("-v", volume + ":/data"),
                "list /data",
                "read /data/größe",
                "write /data/目录 guest",
                "mkdir /data/made",
                "rename /data/größe /data/made/größe",
                "unlink /data/made/größe",
                "list /data"))
        .containsExactly(
            "list /data: größe",
            "read /data/größe: \"of the host\"",
            "write /data/目录: ok",
            "mkdir /data/made: ok",
            "rename /data/größe: ok",
            "unlink /data/made/größe: ok",
            "list /data: made 目录");
    assertThat(volume.resolve("目录")).hasContent("guest");
    assertThat(volume.resolve("made")).isEmptyDirectory();
    assertThat(owner(volume.resolve("目录"))).isEqualTo("0:0");
  }

  @Test
  void aReadOnlyVolumeRefusesEveryChange() throws IOException {
    Path volume = volume();
    Files.writeString(volume.resolve("file"), "of the host");

    assertThat(
            tour(
                List.of("-v", volume + ":/data:ro"),
                "read /data/file",
                "write /data/file x",
                "append /data/file x",
                "create /data/new x",
                "mkdir /data/new",
                "unlink /data/file",
                "rename /data/file /data/new",
                "touch /data/file",
                "list /data"))
        .containsExactly(
            "read /data/file: \"of the host\"",
            "write /data/file: EROFS",
            "append /data/file: EROFS",
            "create /data/new: EROFS",
            "mkdir /data/new: EROFS",
            "unlink /data/file: EROFS",
            "rename /data/file: EROFS",
            "touch /data/file: EROFS",
            "list /data: file");
    assertThat(volume.resolve("file")).hasContent("of the host");
  }

  @Test
  void aSingleFileIsAVolume() throws IOException {
    Path file = Files.writeString(Scratch.file("single"), "of the host");
    Path fixed = Files.writeString(Scratch.file("fixed"), "fixed");

    assertThat(
            tour(
                List.of("-v", file + ":/etc/single", "-v", fixed + ":/etc/fixed:ro"),
                "read /etc/single",
                "append /etc/single !",
                "stat /etc/single",
                "unlink /etc/single",
                "read /etc/fixed",
                "write /etc/fixed x"))
        .containsExactly(
            "read /etc/single: \"of the host\"",
            "append /etc/single: ok",
            "stat /etc/single: file of 12 bytes",
            "unlink /etc/single: EBUSY",
            "read /etc/fixed: \"fixed\"",
            "write /etc/fixed: EROFS");
    assertThat(file).hasContent("of the host!");
  }

  @Test
  void aVolumeInAVolumeHidesWhatIsThere() throws IOException {
    Path outer = volume();
    Path inner = volume();
    Files.createDirectory(outer.resolve("sub"));
    Files.writeString(outer.resolve("sub/hidden"), "hidden");
    Files.writeString(inner.resolve("shown"), "shown");

    assertThat(
            tour(
                List.of("-v", outer + ":/data:ro", "-v", inner + ":/data/sub"),
                "list /data/sub",
                "write /data/sub/new x",
                "write /data/new x",
                "list /data/sub/.."))
        .containsExactly(
            "list /data/sub: shown",
            "write /data/sub/new: ok",
            "write /data/new: EROFS",
            "list /data/sub/..: sub");
    assertThat(inner.resolve("new")).exists();
    assertThat(outer.resolve("sub/new")).doesNotExist();
  }

  @Test
  void aNamedVolumeStartsWithWhatTheImageHasAndStays() {
    List<String> options = List.of("-v", Scratch.newId() + ":/data");

    assertThat(tour(options, "read /data/of-image", "write /data/kept x"))
        .containsExactly("read /data/of-image: \"of the image\"", "write /data/kept: ok");
    assertThat(tour(options, "list /data", "read /data/kept"))
        .containsExactly("list /data: kept of-image", "read /data/kept: \"x\"");
    engine.command("volume", "rm", options.get(1).split(":", 2)[0]).run().ok();
  }

  @Test
  void aTmpfsHasItsSizeAndMode() {
    assertThat(
            tour(
                List.of("--tmpfs", "/t:size=1m,mode=1777", "-u", "1000:1000"),
                "list /t",
                "fill /t/full",
                "write /t/more x",
                "unlink /t/full",
                "mkdir /t/dir",
                "write /t/dir/more x",
                "read /t/dir/more",
                "stat /t/full"))
        .satisfies(
            said -> {
              assertThat(said.get(1)).isEqualTo("fill /t/full: ENOSPC after 1048576 bytes");
              assertThat(said.get(2)).isIn("write /t/more: ENOSPC", "write /t/more: ok");
              assertThat(said.get(6)).isEqualTo("read /t/dir/more: \"x\"");
              assertThat(said.get(7)).isEqualTo("stat /t/full: ENOENT");
            });
  }

  @Test
  void aTmpfsOfRootIsNotForOthers() {
    assertThat(tour(List.of("--tmpfs", "/t:size=1m,mode=755", "-u", "1000:1000"), "write /t/x x"))
        .containsExactly("write /t/x: EACCES");
  }

  @Test
  void sharedMemoryHasItsSize() {
    assertThat(tour(List.of("--shm-size=1m"), "fill /dev/shm/x"))
        .containsExactly("fill /dev/shm/x: ENOSPC after 1048576 bytes");
  }

  @Test
  void aReadOnlyContainerWritesOnlyToItsVolumes() {
    Path volume = volume();

    assertThat(
            tour(
                List.of("--read-only", "--tmpfs", "/t", "-v", volume + ":/v"),
                "write /x x",
                "mkdir /x",
                "unlink /data/of-image",
                "read /data/of-image",
                "write /t/x x",
                "write /v/x x"))
        .containsExactly(
            "write /x: EROFS",
            "mkdir /x: EROFS",
            "unlink /data/of-image: EROFS",
            "read /data/of-image: \"of the image\"",
            "write /t/x: ok",
            "write /v/x: ok");
    assertThat(volume.resolve("x")).hasContent("x");
  }

  @Test
  void whatAUserMakesIsHis() throws IOException {
    Path volume = volume();
    Command.of("chown", "1000:1000", volume).run().ok();

    assertThat(
            tour(
                List.of("-u", "1000:2000", "-v", volume + ":/data"),
                "write /data/file x",
                "mkdir /data/dir",
                "symlink /data/link file",
                "write /x x"))
        .containsExactly(
            "write /data/file: ok",
            "mkdir /data/dir: ok",
            "symlink /data/link: ok",
            "write /x: EACCES");
    for (String name : List.of("file", "dir", "link")) {
      assertThat(owner(volume.resolve(name))).as(name).isEqualTo("1000:2000");
    }
  }

  @Test
  void aUserIsKeptOutOfWhatIsNotHis() throws IOException {
    Path volume = volume();
    Files.writeString(volume.resolve("secret"), "secret");
    Command.of("chmod", "600", volume.resolve("secret")).run().ok();

    assertThat(
            tour(
                List.of("-u", "1000:1000", "-v", volume + ":/data"),
                "read /data/secret",
                "write /data/new x",
                "unlink /data/secret"))
        .containsExactly(
            "read /data/secret: EACCES", "write /data/new: EACCES", "unlink /data/secret: EACCES");
  }

  @Test
  void theWorkingDirectoryIsWhereRelativePathsStart() {
    assertThat(
            tour(
                List.of("-w", "/data"), "read of-image", "write new x", "read /data/new", "list ."))
        .containsExactly(
            "read of-image: \"of the image\"",
            "write new: ok",
            "read /data/new: \"x\"",
            "list .: new of-image");
  }

  @Test
  void whatTheEngineWritesForTheContainerIsRead() {
    assertThat(tour(List.of("--hostname", "some-name"), "read /etc/hostname", "stat /etc/hosts"))
        .anyMatch(line -> line.startsWith("read /etc/hostname: \"some-name"))
        .anyMatch(line -> line.startsWith("stat /etc/hosts: file of "));
  }

  @Test
  void aContainerKeepsItsFilesUntilItIsRemoved() {
    String id =
        engine
            .container("create")
            .and(
                Image.NAME,
                "/file.wasm",
                "append",
                "/log",
                "x",
                "create",
                "/log",
                "y",
                "read",
                "/log")
            .run()
            .ok()
            .out()
            .strip();
    engine.command("start", "--attach", id).run().ok();
    Outcome second = engine.command("start", "--attach", id).run().ok();
    Path copy = Scratch.file("copy");
    engine.command("cp", id + ":/log", copy).run().ok();

    assertThat(second.out()).isEqualTo("append /log: ok\ncreate /log: EEXIST\nread /log: \"yx\"\n");
    assertThat(copy).hasContent("yx");
    assertThat(engine.command("diff", id).run().ok().out().lines()).contains("A /log");
  }

  private static Path volume() {
    return Scratch.newDirectory("v");
  }

  private static String owner(Path file) throws IOException {
    return Command.of("stat", "-c", "%u:%g", file).run().ok().out().strip();
  }

  /** What a new container says of operations on files, each one a text. */
  private List<String> tour(List<String> options, String... operations) {
    List<String> words = new ArrayList<>();
    Arrays.stream(operations).forEach(each -> words.addAll(List.of(each.split(" "))));
    return FileProgram.lines(
        engine.run("--rm", options, Image.NAME, "/file.wasm", words).run().ok());
  }
}
