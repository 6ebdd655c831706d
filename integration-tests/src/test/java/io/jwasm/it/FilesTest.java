package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as a guest sees them: a C program per topic has to print what it prints on Linux, but for
 * the listed differences.
 */
final class FilesTest {
  static final List<String> TOPICS = FileProgram.TOPICS;

  @RegisterExtension final Containers containers = Containers.underTest();

  static Stream<Arguments> topicsOnTheHost() {
    return TOPICS.stream()
        .flatMap(
            topic -> Stream.of(Place.ROOT, Place.BIND).map(place -> Arguments.of(topic, place)));
  }

  static Stream<Arguments> topicsInMemory() {
    return TOPICS.stream()
        .flatMap(
            topic ->
                Stream.of(Place.TMPFS, Place.OVERLAY).map(place -> Arguments.of(topic, place)));
  }

  @ParameterizedTest
  @MethodSource("topicsOnTheHost")
  void onFilesOfTheHostAProgramPrintsWhatItPrintsOnLinux(String topic, Place place) {
    assertPrintsWhatItPrintsOnLinux(topic, place);
  }

  @ParameterizedTest
  @MethodSource("topicsInMemory")
  @NotOnReference("what Linux has in memory differs from its disks in places")
  void inMemoryAProgramPrintsWhatItPrintsOnLinux(String topic, Place place) {
    assertPrintsWhatItPrintsOnLinux(topic, place);
  }

  @ParameterizedTest
  @FieldSource("TOPICS")
  @NotOnReference("the guest is WebAssembly")
  void inNodeAProgramPrintsWhatItPrintsOnLinux(String topic) {
    FileProgram program = new FileProgram(topic);

    Differences.ofNode(topic).assertOnly(program.onLinux(), program.onNode());
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"ROOT", "BIND"})
  void aHoleOccupiesNothing(Place place) throws IOException {
    Bundle bundle = containers.program("fs/sparse", "/work");
    Path work = place.prepare(bundle);
    containers.run(bundle).ok();
    Path file = work.resolve("sparse");

    assertThat(Files.size(file)).isEqualTo(1L << 31);
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(0644);
    assertThat(Long.parseLong(Command.of("stat", "-c", "%b", file).run().ok().out().strip()))
        .as("blocks of 512 bytes")
        .isLessThan(1024);
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"TMPFS", "OVERLAY"})
  @NotOnReference("an overlay in memory is jwasm's")
  void whatIsInMemoryNeverReachesTheHost(Place place) {
    Bundle bundle = containers.program("fs/file", "write", "/work/x", "text", "read", "/work/x");
    Path work = place.prepare(bundle);

    assertThat(containers.run(bundle).ok().out())
        .isEqualTo("write /work/x: ok\nread /work/x: \"text\"\n");
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("places")
  void anOrdinaryUserMayDoWhatHeMayOnLinux(Place place) {
    Bundle bundle = containers.program("fs/access", "/work");
    bundle.setProcess("user", "{\"uid\":1000,\"gid\":1000}");
    makeModes(place.prepare(bundle));
    Path here = Scratch.newDirectory("modes");
    makeModes(here);
    Outcome linux =
        Command.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups")
            .and(Guests.executable("fs/access"), here)
            .run()
            .ok();

    differences("access").assertOnly(FileProgram.lines(linux), run(bundle));
  }

  @ParameterizedTest
  @MethodSource("places")
  void rootWithoutCapabilitiesMayDoWhatItMayOnLinux(Place place) {
    Bundle bundle = containers.program("fs/access", "/work");
    makeModes(place.prepare(bundle));
    Path here = Scratch.newDirectory("modes");
    makeModes(here);
    Outcome linux =
        Command.of("setpriv", "--inh-caps=-all", "--bounding-set=-all")
            .and(Guests.executable("fs/access"), here)
            .run()
            .ok();

    differences("access").assertOnly(FileProgram.lines(linux), run(bundle));
  }

  @ParameterizedTest
  @MethodSource("places")
  void newFilesBelongToTheUserOfTheProcess(Place place) throws IOException {
    Bundle bundle = containers.program("fs/file", "write", "/work/file", "x", "mkdir", "/work/dir");
    bundle.setProcess("user", "{\"uid\":1000,\"gid\":2000}");
    Path work = place.prepare(bundle);
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(run(bundle)).containsExactly("write /work/file: ok", "mkdir /work/dir: ok");

    assertThat(ownerAndMode(work.resolve("file"))).isEqualTo("1000:2000 644");
    assertThat(ownerAndMode(work.resolve("dir"))).isEqualTo("1000:2000 755");
  }

  @Test
  void aReadOnlyRootFileSystemRefusesEveryChange() {
    Bundle bundle =
        containers
            .program("fs/file", readOnlyTour("/work"))
            .set("root", "{\"path\":\"rootfs\",\"readonly\":true}");
    Path work = Place.ROOT.prepare(bundle);
    makeTour(work);

    assertThat(run(bundle)).containsExactly(readOnlyAnswers("/work"));
    assertTourUnchanged(work);
  }

  @Test
  void aReadOnlyBindRefusesEveryChange() {
    Path source = Scratch.newDirectory("bind");
    makeTour(source);
    Bundle bundle = containers.program("fs/file", readOnlyTour("/work"));
    bundle.mount(
        """
        {"destination":"/work","type":"bind","source":"%s","options":["rbind","ro"]}
        """
            .formatted(source));

    assertThat(run(bundle)).containsExactly(readOnlyAnswers("/work"));
    assertTourUnchanged(source);
  }

  @Test
  void oneFileIsBoundOnAnother() throws IOException {
    Path source = Files.writeString(Scratch.file("bound"), "of the host");
    Bundle bundle =
        containers.program(
            "fs/file",
            "read",
            "/etc/bound",
            "stat",
            "/etc/bound",
            "write",
            "/etc/bound",
            "of the guest",
            "unlink",
            "/etc/bound",
            "rename",
            "/etc/other",
            "/etc/bound",
            "read",
            "/etc/bound");
    bundle.put("/etc/bound", "below");
    bundle.put("/etc/other", "other");
    bundle.mount(
        """
        {"destination":"/etc/bound","type":"bind","source":"%s","options":["bind","rw"]}
        """
            .formatted(source));

    assertThat(run(bundle))
        .containsExactly(
            "read /etc/bound: \"of the host\"",
            "stat /etc/bound: file of 11 bytes",
            "write /etc/bound: ok",
            "unlink /etc/bound: EBUSY",
            "rename /etc/other: EBUSY",
            "read /etc/bound: \"of the guest\"");
    assertThat(source).hasContent("of the guest");
    assertThat(bundle.rootfs().resolve("etc/bound")).hasContent("below");
  }

  @Test
  void nothingGoesAcrossMountsByNameAlone() {
    Bundle bundle =
        containers.program(
            "fs/file",
            "rename",
            "/here",
            "/work/there",
            "link",
            "/here",
            "/work/there",
            "read",
            "/here",
            "rename",
            "/work",
            "/elsewhere",
            "rmdir",
            "/work");
    bundle.put("/here", "here");
    Place.BIND.prepare(bundle);

    assertThat(run(bundle))
        .containsExactly(
            "rename /here: EXDEV",
            "link /here: EXDEV",
            "read /here: \"here\"",
            "rename /work: EBUSY",
            "rmdir /work: EBUSY");
  }

  @Test
  @NotOnReference("runc leaves PWD to the program")
  void theWorkingDirectoryIsInTheEnvironment() {
    Bundle bundle = containers.bundle("env").setProcess("cwd", "\"/work\"");
    Place.ROOT.prepare(bundle);

    assertThat(containers.run(bundle).ok().out().lines()).contains("PWD=/work");
  }

  @Test
  @NotOnReference("preopened directories are WASI's")
  void theAnnotationNamesWhatIsPreopened() {
    Bundle bundle =
        containers.program(
            "fs/file", "read", "/data/x", "read", "/etc/secret", "read", "/opt/y", "list", "/data");
    bundle.put("/srv/data/x", "of data");
    bundle.put("/opt/y", "of opt");
    bundle.put("/etc/secret", "secret");
    bundle.set("annotations", "{\"io.jwasm.preopens\":\"/data=/srv/data,/opt\"}");

    assertThat(run(bundle))
        .containsExactly(
            "read /data/x: \"of data\"",
            "read /etc/secret: ENOTCAPABLE",
            "read /opt/y: \"of opt\"",
            "list /data: x");
  }

  @Test
  @NotOnReference("preopened directories are WASI's")
  void anEmptyAnnotationPreopensNothing() {
    Bundle bundle = containers.program("fs/file", "read", "/file.wasm", "list", ".");
    bundle.set("annotations", "{\"io.jwasm.preopens\":\"\"}");

    assertThat(run(bundle)).containsExactly("read /file.wasm: ENOTCAPABLE", "list .: ENOTCAPABLE");
  }

  @Test
  @NotOnReference("a native program is part of the container")
  void theModuleMayLieOutsideOfTheRootFileSystem() throws IOException {
    Bundle bundle = containers.program("fs/file", "list", "/", "stat", "/file.wasm");
    Files.delete(bundle.rootfs().resolve("file.wasm"));
    bundle.set("mounts", "[]");
    bundle.set("annotations", "{\"io.jwasm.module\":\"%s\"}".formatted(Guests.wasi("fs/file")));

    assertThat(run(bundle)).containsExactly("list /: dev proc", "stat /file.wasm: ENOENT");
  }

  static List<Place> places() {
    return List.of(Place.ROOT, Place.BIND);
  }

  private void assertPrintsWhatItPrintsOnLinux(String topic, Place place) {
    FileProgram program = new FileProgram(topic);
    Bundle bundle =
        program.isRelative()
            ? containers.program(program.guest()).setProcess("cwd", "\"/work\"")
            : containers.program(program.guest(), "/work");
    place.prepare(bundle);

    differences(topic).assertOnly(program.onLinux(), run(bundle));
  }

  private List<String> run(Bundle bundle) {
    return FileProgram.lines(containers.run(bundle).ok());
  }

  private Differences differences(String topic) {
    return switch (containers.runtime().format()) {
      case WASM -> Differences.ofJwasm(topic);
      case NATIVE -> Differences.none();
    };
  }

  /** Files and directories of several modes, all of them root's. */
  private static void makeModes(Path directory) {
    for (String mode : List.of("000", "400", "600", "604", "666")) {
      makeFile(directory.resolve("mode-" + mode), mode);
    }
    for (String mode : List.of("700", "711", "755", "777", "1777")) {
      Path made = directory.resolve("dir-" + mode);
      Command.of("mkdir", made).run().ok();
      makeFile(made.resolve("file"), "644");
      Command.of("chmod", mode, made).run().ok();
    }
  }

  private static void makeFile(Path file, String mode) {
    try {
      Files.writeString(file, "content");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.of("chmod", mode, file).run().ok();
  }

  private static String[] readOnlyTour(String directory) {
    String file = directory + "/file";
    String fresh = directory + "/new";
    return new String[] {
      "read",
      file,
      "write",
      file,
      "x",
      "append",
      file,
      "x",
      "touch",
      file,
      "unlink",
      file,
      "rename",
      file,
      fresh,
      "link",
      file,
      fresh,
      "symlink",
      fresh,
      "file",
      "create",
      fresh,
      "x",
      "mkdir",
      fresh,
      "rmdir",
      directory + "/dir",
      "list",
      directory
    };
  }

  private static String[] readOnlyAnswers(String directory) {
    return Stream.concat(
            Stream.concat(
                Stream.of("read %s/file: \"content\""),
                Arrays.stream(
                        new String[] {
                          "write %s/file", "append %s/file", "touch %s/file", "unlink %s/file",
                          "rename %s/file", "link %s/file", "symlink %s/new", "create %s/new",
                          "mkdir %s/new", "rmdir %s/dir"
                        })
                    .map(line -> line + ": EROFS")),
            Stream.of("list %s: dir file"))
        .map(line -> line.formatted(directory))
        .toArray(String[]::new);
  }

  private static void makeTour(Path directory) {
    makeFile(directory.resolve("file"), "666");
    Command.of("mkdir", directory.resolve("dir")).run().ok();
  }

  private static void assertTourUnchanged(Path directory) {
    assertThat(directory.resolve("file")).hasContent("content");
    assertThat(directory)
        .isDirectoryContaining("glob:**/dir")
        .isDirectoryContaining("glob:**/file");
    assertThat(directory.toFile().list()).hasSize(2);
  }

  private static String ownerAndMode(Path file) throws IOException {
    return "%s:%s %o"
        .formatted(
            Files.getAttribute(file, "unix:uid"),
            Files.getAttribute(file, "unix:gid"),
            (int) Files.getAttribute(file, "unix:mode") & 07777);
  }
}
