package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.oci.spec.DefaultSpec;
import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Spec;
import io.jwasm.sentry.DeviceConfig;
import io.jwasm.sentry.FileTree;
import io.jwasm.sentry.MountConfig;
import io.jwasm.sentry.MountPlan;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.vfs.FileType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountLoaderTest {
  private static final long MEMORY = 1 << 20;

  @Test
  void bindMountsAreAtThePlacesOfTheirIndex() throws InvalidSpec {
    MountPlan plan =
        plan(
            "'mounts': ["
                + "{'destination': '/proc', 'type': 'proc', 'source': 'proc'},"
                + "{'destination': '/data', 'type': 'bind', 'source': '/a'},"
                + "{'destination': 'logs', 'type': 'none', 'options': ['ro', 'rbind', 'rprivate']},"
                + "{'destination': '/x', 'options': ['bind', 'nosuid']}]");
    assertThat(plan.mounts())
        .containsExactly(
            mount("root", "/", host("/fs/0"), false, "none", ""),
            mount("mounts[0]", "/proc", FileTree.Kernel.PROC, false, "proc", ""),
            mount("mounts[1]", "/data", host("/fs/2"), false, "none", ""),
            mount("mounts[2]", "/logs", host("/fs/3"), true, "none", ""),
            mount("mounts[3]", "/x", host("/fs/4"), false, "none", "nosuid"));
  }

  @Test
  void withoutMountsThereIsTheRoot() throws InvalidSpec {
    assertThat(plan("'mounts': []").mounts())
        .containsExactly(mount("root", "/", host("/fs/0"), false, "none", ""));
  }

  @Test
  void everyFileSystemOfADefaultConfigIsKnown() throws InvalidSpec {
    MountPlan plan =
        MountLoader.load(Loader.read(DefaultSpec.rootful()), "none", MEMORY, StdioConfig.absent());
    assertThat(plan.mounts())
        .extracting(MountConfig::destination)
        .containsExactly("/", "/proc", "/dev", "/dev/pts", "/dev/shm", "/dev/mqueue", "/sys");
    assertThat(plan.mounts().getFirst().readOnly()).isTrue();
    assertThat(plan.mounts().getLast().readOnly()).isTrue();
    assertThat(plan.maskedPaths()).contains("/proc/kcore");
    assertThat(plan.readonlyPaths()).contains("/proc/sys");
  }

  @Test
  void tmpfsHasTheSizeAndModeOfItsOptions() throws InvalidSpec {
    MountPlan plan =
        plan(
            "'mounts': [{'destination': '/t', 'type': 'tmpfs', 'source': 'tmpfs', 'options':"
                + " ['nosuid', 'strictatime', 'mode=755', 'size=64k', 'uid=7']}]");
    MountConfig mount = plan.mounts().getLast();
    assertThat(mount.options()).isEqualTo("nosuid,mode=755,size=64k,uid=7");
    TmpfsOptions options = ((FileTree.Tmpfs) mount.tree()).options();
    assertThat(options.sizeBytes()).isEqualTo(65536);
    assertThat(options.mode()).isEqualTo(0755);
    assertThat(options.uid()).isEqualTo(7);
  }

  @Test
  void tmpfsWithoutOptionsIsHalfOfTheMemory() throws InvalidSpec {
    MountPlan plan =
        plan("'mounts': [{'destination': '/t', 'type': 'tmpfs', 'options': ['huge=never']}]");
    TmpfsOptions options = ((FileTree.Tmpfs) plan.mounts().getLast().tree()).options();
    assertThat(options.sizeBytes()).isEqualTo(MEMORY / 2);
    assertThat(options.mode()).isEqualTo(01777);
  }

  @Test
  void tmpcopyupShowsWhatIsUnderTheMount() throws InvalidSpec {
    MountPlan plan =
        plan("'mounts': [{'destination': '/t', 'type': 'tmpfs', 'options': ['tmpcopyup']}]");
    assertThat(plan.mounts().getLast().tree())
        .isInstanceOfSatisfying(
            FileTree.Overlay.class, overlay -> assertThat(overlay.lower()).isNull());
  }

  @Test
  void lastOfRoAndRwCounts() throws InvalidSpec {
    assertThat(bind("'ro', 'rw'").readOnly()).isFalse();
    assertThat(bind("'rw', 'ro'").readOnly()).isTrue();
    assertThat(bind("'rro'").readOnly()).isTrue();
  }

  @Test
  void unknownFileSystemIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(
            () ->
                plan(
                    "'mounts': [{'destination': '/a', 'type': 'nfs'}, {'destination': '/b'},"
                        + " {'destination': '/c', 'type': 'tmpfs', 'options': ['size=x']}]"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageStartingWith(
            "mounts[0]: unknown file system type \"nfs\": jwasm has bind, tmpfs, proc, sysfs, devpts,"
                + " mqueue, cgroup; mounts[1]: no file system type: ")
        .hasMessageContaining("; mounts[2].options: \"size=x\" is not for tmpfs; ");
  }

  @ParameterizedTest
  @CsvSource({"none, '', none", "memory, '', memory", "memory, none, none", "none, memory, memory"})
  void annotationOverridesTheFlagForTheOverlay(String flag, String annotation, String expected)
      throws InvalidSpec {
    String member =
        annotation.isEmpty()
            ? "'annotations': {}"
            : "'annotations': {'io.jwasm.overlay': '" + annotation + "'}";
    FileTree root =
        MountLoader.load(spec(member), flag, MEMORY, StdioConfig.absent())
            .mounts()
            .getFirst()
            .tree();
    FileTree lower = root instanceof FileTree.Overlay overlay ? overlay.lower() : root;
    assertThat(lower).isEqualTo(host("/fs/0"));
    assertThat(lower != root).isEqualTo(expected.equals("memory"));
  }

  @Test
  void overlayThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> plan("'annotations': {'io.jwasm.overlay': 'disk'}"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage("annotations[\"io.jwasm.overlay\"]: found \"disk\"; write memory or none");
  }

  @Test
  void devicesAreNodesWithTheTypeBitsOff() throws InvalidSpec {
    MountPlan plan =
        plan(
            "'linux': {'devices': ["
                + "{'path': '/dev/fuse', 'type': 'c', 'major': 10, 'minor': 229, 'fileMode': 8630,"
                + " 'uid': 1, 'gid': 2},"
                + "{'path': '/dev/sda', 'type': 'b', 'major': 8, 'minor': 0}]}");
    assertThat(plan.devices())
        .containsExactly(
            new DeviceConfig("/dev/fuse", FileType.CHARACTER_DEVICE, 10, 229, 0666, 1, 2),
            new DeviceConfig("/dev/sda", FileType.BLOCK_DEVICE, 8, 0, 0666, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/", "/dev/..", "/dev/."})
  void deviceWithoutANameIsRefused(String path) {
    assertThatThrownBy(() -> plan("'linux': {'devices': [{'path': '" + path + "', 'type': 'c'}]}"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage("linux.devices[0].path: does not end in a name; write one");
  }

  private static MountConfig bind(String options) throws InvalidSpec {
    return plan("'mounts': [{'destination': '/a', 'type': 'bind', 'options': [" + options + "]}]")
        .mounts()
        .getLast();
  }

  private static FileTree host(String place) {
    return new FileTree.Host(place);
  }

  private static MountConfig mount(
      String name,
      String destination,
      FileTree tree,
      boolean readOnly,
      String source,
      String options) {
    return new MountConfig(name, destination, tree, readOnly, source, options);
  }

  private static MountPlan plan(String member) throws InvalidSpec {
    return MountLoader.load(spec(member), "none", MEMORY, StdioConfig.absent());
  }

  private static Spec spec(String member) throws InvalidSpec {
    String text =
        "{'ociVersion': '1.2.0', 'root': {'path': 'rootfs'}, "
            + member
            + ", 'process': {'cwd': '/', 'args': ['/hello.wasm']}}";
    return Loader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
