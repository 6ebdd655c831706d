package io.jwasm.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.ProcessTable;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.platform.CodeCache;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountAssemblyTest {
  private static final Credentials USER = Credentials.of(0, 0);

  @TempDir private Path dir;
  private final List<MountConfig> mounts = new ArrayList<>();
  private List<String> masked = List.of();
  private List<String> readonly = List.of();
  private List<DeviceConfig> devices = List.of();

  @BeforeEach
  void makeTree() throws IOException {
    Files.createDirectories(dir.resolve("root/etc"));
    Files.writeString(dir.resolve("root/etc/f"), "image");
    Files.writeString(dir.resolve("single"), "bound");
    mounts.add(MountConfig.root(dir.resolve("root").toString()));
  }

  @Test
  void mountsOfDockerAreThere() throws Exception {
    kernel("/proc", FileTree.Kernel.PROC);
    kernel("/dev/pts", FileTree.Kernel.DEVPTS);
    kernel("/sys", FileTree.Kernel.SYSFS);
    kernel("/sys/fs/cgroup", FileTree.Kernel.CGROUP);
    kernel("/dev/mqueue", FileTree.Kernel.MQUEUE);
    MountNamespace namespace = assemble();
    assertThat(namespace.entries())
        .extracting(MountNamespace.Entry::place)
        .containsExactly("/", "/proc", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue");
    assertThat(type(namespace, "/sys/fs/cgroup")).isEqualTo(FileType.DIRECTORY);
    assertThat(type(namespace, "/dev/null")).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThat(read(namespace, "/proc/sys/kernel/hostname")).isEqualTo("host\n");
    assertThat(read(namespace, "/sys/devices/system/cpu/online")).startsWith("0");
  }

  @Test
  void fileIsBoundOverAFile() throws Exception {
    mounts.add(host("mounts[0]", "/etc/f", "single"));
    mounts.add(host("mounts[1]", "/etc/new", "single"));
    assertThat(read(assemble(), "/etc/f")).isEqualTo("bound");
    assertThat(read(assemble(), "/etc/new")).isEqualTo("bound");
    assertThat(dir.resolve("root/etc/new")).doesNotExist();
  }

  @Test
  void maskedAndReadOnlyPathsHold() throws Exception {
    kernel("/proc", FileTree.Kernel.PROC);
    masked = List.of("/proc/meminfo", "/proc/nothing", "/etc/f");
    readonly = List.of("/etc", "/proc/bus");
    Vfs vfs = new Vfs(assemble());
    FileDescription meminfo = vfs.walker(USER).resolve("/proc/meminfo").open(USER, OpenFlags.READ);
    assertThat(meminfo.read(USER, IoSequence.of(ByteBuffer.allocate(9)))).isZero();
    assertThat(vfs.walker(USER).resolve("/etc/f").type()).isEqualTo(FileType.CHARACTER_DEVICE);
    assertThatThrownBy(() -> vfs.makeDirectory(USER, vfs.preopen(USER, "/", "/"), "etc/d", 0755))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));
  }

  @Test
  void configuredDevicesAreWhereTheyShallBe() throws Exception {
    devices =
        List.of(
            new DeviceConfig("/dev/mine", FileType.CHARACTER_DEVICE, 1, 3, 0666, 0, 0),
            new DeviceConfig("/top", FileType.BLOCK_DEVICE, 8, 0, 0666, 0, 0));
    MountNamespace namespace = assemble();
    assertThat(read(namespace, "/dev/mine")).isEmpty();
    assertThat(type(namespace, "/top")).isEqualTo(FileType.BLOCK_DEVICE);
  }

  @Test
  void mountThatCannotBeMadeIsNamed() {
    mounts.add(host("mounts[4]", "/etc/f/x", "single"));
    assertThatThrownBy(this::assemble)
        .isInstanceOf(BootException.class)
        .hasMessage("mounts[4]: cannot mount bind at /etc/f/x: not a directory");
  }

  @Test
  void withoutARootNothingIsBooted() {
    mounts.clear();
    assertThatThrownBy(this::assemble)
        .isInstanceOf(BootException.class)
        .hasMessage("no root file system: mounts is empty");
  }

  private void kernel(String destination, FileTree.Kernel tree) {
    mounts.add(new MountConfig("mount", destination, tree, false, "none", ""));
  }

  private MountConfig host(String name, String destination, String place) {
    FileTree tree = new FileTree.Host(dir.resolve(place).toString());
    return new MountConfig(name, destination, tree, false, "none", "");
  }

  private MountNamespace assemble() throws Exception {
    SentryConfig config =
        new SentryConfig(
            "wasm",
            new MountPlan(mounts, devices, masked, readonly, StdioConfig.absent()),
            "host",
            "(none)",
            1 << 30,
            MemoryFile.temporary(MemoryLimit.none()),
            CodeCache.none(),
            Clock.host(),
            RandomSource.secureRandom(),
            PidsLimit.of(1),
            null);
    SentryView view = new SentryView(config, new ProcessTable());
    MountNamespace namespace = new MountAssembly(config, view).assemble();
    view.setNamespace(namespace);
    return namespace;
  }

  private static FileType type(MountNamespace namespace, String path) throws ErrnoException {
    return new Vfs(namespace).walker(USER).resolve(path).type();
  }

  private static String read(MountNamespace namespace, String path) throws ErrnoException {
    FileDescription file = new Vfs(namespace).walker(USER).resolve(path).open(USER, OpenFlags.READ);
    ByteBuffer bytes = ByteBuffer.allocateDirect(100);
    int count = (int) file.read(USER, IoSequence.of(bytes));
    return StandardCharsets.UTF_8.decode(bytes.limit(count)).toString();
  }
}
