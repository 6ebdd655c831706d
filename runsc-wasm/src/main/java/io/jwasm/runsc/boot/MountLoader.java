package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.Device;
import io.jwasm.oci.spec.DeviceType;
import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Mount;
import io.jwasm.oci.spec.Quote;
import io.jwasm.oci.spec.Spec;
import io.jwasm.oci.spec.Violation;
import io.jwasm.sentry.DeviceConfig;
import io.jwasm.sentry.FileTree;
import io.jwasm.sentry.MountConfig;
import io.jwasm.sentry.MountPlan;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.vfs.FileType;
import java.util.ArrayList;
import java.util.List;

/** Turns what a config.json says of file systems into what the sentry mounts. */
final class MountLoader {
  /**
   * Annotation that says where changes of the root file system go: {@code memory}, {@code none}.
   */
  static final String OVERLAY = "io.jwasm.overlay";

  private static final String ROOT_PLACE = "/fs/0";

  /** As many as the launcher opens bind sources; each is looked at for each listing of mounts. */
  private static final int MOST_MOUNTS = 1024;

  private static final int DEVICE_MODE = 0666;
  private static final int PERMISSIONS = 07777;

  private final Spec spec;
  private final long memoryBytes;
  private final List<Violation> violations = new ArrayList<>();

  private MountLoader(Spec spec, long memoryBytes) {
    this.spec = spec;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Returns the file systems of a container.
   *
   * <p>Errors: {@link InvalidSpec} with all mounts that this runtime cannot make.
   *
   * @param overlay the value of {@code --overlay}, which the annotation overrides
   * @param memoryBytes memory that the container may use
   */
  static MountPlan load(Spec spec, String overlay, long memoryBytes, StdioConfig terminal)
      throws InvalidSpec {
    MountLoader loader = new MountLoader(spec, memoryBytes);
    List<MountConfig> mounts = new ArrayList<>();
    mounts.add(loader.root(overlay));
    int count = spec.mounts().size();
    if (count > MOST_MOUNTS) {
      throw new InvalidSpec(
          List.of(
              new Violation("mounts", "has " + count + " entries; keep at most " + MOST_MOUNTS)));
    }
    for (int i = 0; i < count; i++) {
      loader.mount(i, mounts);
    }
    List<DeviceConfig> devices = loader.devices();
    if (!loader.violations.isEmpty()) {
      throw new InvalidSpec(loader.violations);
    }
    return new MountPlan(
        mounts, devices, spec.linux().maskedPaths(), spec.linux().readonlyPaths(), terminal);
  }

  private MountConfig root(String overlay) {
    String annotation = spec.annotations().get(OVERLAY);
    String value = annotation == null ? overlay : annotation;
    if (!value.equals("memory") && !value.equals("none")) {
      violations.add(
          new Violation(
              "annotations[\"" + OVERLAY + "\"]",
              "found " + Quote.of(value) + "; write memory or none"));
    }
    FileTree.Host image = new FileTree.Host(ROOT_PLACE);
    boolean readOnly = spec.root() != null && spec.root().readonly();
    return value.equals("memory")
        ? new MountConfig(
            "root", "/", new FileTree.Overlay(image, memory()), readOnly, "overlay", "")
        : new MountConfig("root", "/", image, readOnly, "none", "");
  }

  private FileTree.Tmpfs memory() {
    return new FileTree.Tmpfs(TmpfsOptions.of(memoryBytes));
  }

  private void mount(int index, List<MountConfig> mounts) {
    Mount mount = spec.mounts().get(index);
    List<String> forFileSystem = new ArrayList<>();
    MountOptions options = MountOptions.read(mount.options(), forFileSystem);
    String name = "mounts[" + index + "]";
    FileTree tree = tree(index, name, mount, options, forFileSystem);
    if (tree != null) {
      mounts.add(
          new MountConfig(
              name,
              absolute(mount.destination()),
              tree,
              options.readOnly(),
              source(mount, options),
              options.shown()));
    }
  }

  /** Where on the host a bind mount comes from is not the program's business. */
  private static String source(Mount mount, MountOptions options) {
    return isBind(mount, options) || mount.source() == null ? "none" : mount.source();
  }

  /** The rule of the launcher's {@code read_binds}, which made the places. */
  private static boolean isBind(Mount mount, MountOptions options) {
    return options.bind() || "bind".equals(mount.type());
  }

  private FileTree tree(
      int index, String name, Mount mount, MountOptions options, List<String> forFileSystem) {
    if (isBind(mount, options)) {
      return new FileTree.Host("/fs/" + (index + 1));
    }
    return switch (mount.type() == null ? "" : mount.type()) {
      case "tmpfs" -> tmpfs(name, options, forFileSystem);
      case "proc" -> FileTree.Kernel.PROC;
      case "sysfs" -> FileTree.Kernel.SYSFS;
      case "devpts" -> FileTree.Kernel.DEVPTS;
      case "mqueue" -> FileTree.Kernel.MQUEUE;
      case "cgroup" -> FileTree.Kernel.CGROUP;
      case "cgroup2" -> FileTree.Kernel.CGROUP2;
      default -> {
        violations.add(new Violation(name, unknown(mount.type())));
        yield null;
      }
    };
  }

  private static String unknown(String type) {
    return (type == null ? "no file system type" : "unknown file system type " + Quote.of(type))
        + ": jwasm has bind, tmpfs, proc, sysfs, devpts, mqueue, cgroup";
  }

  private FileTree tmpfs(String name, MountOptions options, List<String> forFileSystem) {
    TmpfsOptions tmpfs = TmpfsOptions.of(memoryBytes);
    for (int i = 0; i < forFileSystem.size(); i++) {
      String option = forFileSystem.get(i);
      try {
        tmpfs = isAboutPages(option) ? tmpfs : tmpfs.with(option);
      } catch (ErrnoException e) {
        violations.add(
            new Violation(
                name + ".options",
                Quote.of(option) + " is not for tmpfs; it takes for example size=64m, mode=1777"));
      }
    }
    FileTree.Tmpfs tree = new FileTree.Tmpfs(tmpfs);
    return options.copyUp() ? new FileTree.Overlay(null, tree) : tree;
  }

  /** Where Linux takes pages from and how it numbers inodes makes no difference here. */
  private static boolean isAboutPages(String option) {
    return option.startsWith("huge=")
        || option.startsWith("mpol=")
        || option.equals("noswap")
        || option.equals("inode32")
        || option.equals("inode64");
  }

  private List<DeviceConfig> devices() {
    List<DeviceConfig> devices = new ArrayList<>();
    for (int i = 0; i < spec.linux().devices().size(); i++) {
      Device device = spec.linux().devices().get(i);
      String path = device.path();
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        violations.add(
            new Violation("linux.devices[" + i + "].path", "does not end in a name; write one"));
        continue;
      }
      devices.add(
          new DeviceConfig(
              path,
              type(device.type()),
              device.major(),
              device.minor(),
              device.fileMode() == null ? DEVICE_MODE : device.fileMode().intValue() & PERMISSIONS,
              id(device.uid()),
              id(device.gid())));
    }
    return devices;
  }

  private static int id(Long id) {
    return id == null ? 0 : id.intValue();
  }

  private static FileType type(DeviceType type) {
    return switch (type) {
      case BLOCK -> FileType.BLOCK_DEVICE;
      case FIFO -> FileType.FIFO;
      case CHARACTER, UNBUFFERED, ALL -> FileType.CHARACTER_DEVICE;
    };
  }

  private static String absolute(String destination) {
    return destination.startsWith("/") ? destination : "/" + destination;
  }
}
