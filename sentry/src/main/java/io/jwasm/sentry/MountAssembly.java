package io.jwasm.sentry;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.CoarseClock;
import io.jwasm.sentry.fs.dev.Devices;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.fs.overlay.Overlay;
import io.jwasm.sentry.fs.proc.ProcRoot;
import io.jwasm.sentry.fs.proc.SystemView;
import io.jwasm.sentry.fs.sysfs.Sysfs;
import io.jwasm.sentry.fs.tmpfs.Tmpfs;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.EmptyDirectory;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Mount;
import io.jwasm.sentry.vfs.MountNamespace;
import io.jwasm.sentry.vfs.PathWalker;
import io.jwasm.sentry.vfs.Stat;
import java.util.List;

/** Mounts the file systems of a configuration. */
final class MountAssembly implements FileTree.Maker {
  /** Where mounts lead is found with the eyes of the kernel, before there is any process. */
  private static final Credentials KERNEL = Credentials.of(0, 0);

  private final MountPlan plan;
  private final SystemView system;
  private final Devices devices;
  private final PagePool pool;
  private final Clock clock;
  private MountNamespace namespace;
  private MountConfig current;

  MountAssembly(SentryConfig config, SystemView system) {
    this.plan = config.mounts();
    this.system = system;
    this.devices = new Devices(config.random(), plan.terminal());
    this.pool = PagePool.of(config.pages());
    this.clock = new CoarseClock(config.clock());
  }

  /**
   * Returns the namespace with everything mounted, in this order, which is runc's: mounts, devices,
   * read-only paths, masked paths.
   *
   * <p>Errors: {@link BootException} with the name of what cannot be mounted.
   */
  MountNamespace assemble() throws BootException {
    for (int i = 0; i < plan.mounts().size(); i++) {
      mount(plan.mounts().get(i));
    }
    if (namespace == null) {
      throw new BootException("no root file system: mounts is empty");
    }
    try {
      devices.furnish(namespace, KERNEL);
    } catch (ErrnoException e) {
      throw new BootException("cannot make the devices in /dev: " + e.errno().text());
    }
    for (int i = 0; i < plan.devices().size(); i++) {
      attach(plan.devices().get(i));
    }
    restrict(plan.readonlyPaths(), false);
    restrict(plan.maskedPaths(), true);
    return namespace;
  }

  /** Where the pages of all files in memory come from. */
  PagePool pool() {
    return pool;
  }

  private void mount(MountConfig config) throws BootException {
    current = config;
    try {
      Mount mount =
          new Mount(
              config.tree().madeBy(this),
              config.readOnly(),
              config.source(),
              config.tree().fsType(),
              config.options());
      if (namespace == null) {
        namespace = new MountNamespace(mount);
      } else {
        namespace.mount(KERNEL, config.destination(), mount);
      }
    } catch (ErrnoException e) {
      throw new BootException(
          config.name()
              + ": cannot mount "
              + config.tree().fsType()
              + " at "
              + config.destination()
              + ": "
              + e.errno().text());
    }
  }

  private void attach(DeviceConfig device) throws BootException {
    int slash = device.path().lastIndexOf('/');
    String directory = slash == 0 ? "/" : device.path().substring(0, slash);
    Inode node =
        devices.node(
            device.type(),
            device.major(),
            device.minor(),
            device.mode(),
            device.uid(),
            device.gid());
    try {
      namespace.attach(
          KERNEL, directory, new String[] {device.path().substring(slash + 1)}, new Inode[] {node});
    } catch (ErrnoException e) {
      throw new BootException("cannot make the device " + device.path() + ": " + e.errno().text());
    }
  }

  private void restrict(List<String> paths, boolean mask) throws BootException {
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      try {
        if (mask) {
          namespace.mask(KERNEL, path, devices.nullNode());
        } else {
          namespace.makeReadOnly(KERNEL, path);
        }
      } catch (ErrnoException e) {
        // Where this walk may not go, programs, which have the same rights, cannot go either.
        boolean unreachable =
            e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.EACCES;
        if (!unreachable) {
          throw new BootException(
              "linux."
                  + (mask ? "maskedPaths: " : "readonlyPaths: ")
                  + path
                  + ": "
                  + e.errno().text());
        }
      }
    }
  }

  @Override
  public Inode host(FileTree.Host tree) throws ErrnoException {
    Inode inode = HostFilesystem.at(tree.place());
    return inode.type() == FileType.CHARACTER_DEVICE ? ownDevice(tree, inode) : inode;
  }

  /** No device of the host is opened; {@code -v /dev/null:/file} means ours. */
  private Inode ownDevice(FileTree.Host tree, Inode node) throws ErrnoException {
    long number = HostFilesystem.deviceNumber(tree.place());
    Stat stat = node.stat();
    return devices.node(
        FileType.CHARACTER_DEVICE,
        HostFilesystem.major(number),
        HostFilesystem.minor(number),
        stat.mode(),
        stat.uid(),
        stat.gid());
  }

  @Override
  public Inode tmpfs(FileTree.Tmpfs tree) throws ErrnoException {
    return Tmpfs.create(tree.options(), pool, clock);
  }

  @Override
  public Inode overlay(FileTree.Overlay tree) throws ErrnoException {
    Inode upper = tmpfs(tree.upper());
    Inode lower = tree.lower() == null ? underCurrent() : host(tree.lower());
    return lower == null ? upper : Overlay.of(upper, lower);
  }

  /** Returns what lies where the mount that is being made will be, or null. */
  private Inode underCurrent() throws ErrnoException {
    try {
      return new PathWalker(namespace, KERNEL).resolve(current.destination()).lasting();
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public Inode kernel(FileTree.Kernel tree) {
    return switch (tree) {
      case PROC -> new ProcRoot(system);
      case SYSFS -> Sysfs.root();
      case DEVPTS -> devices.pts();
      // There are no message queues and no groups to be seen.
      case MQUEUE, CGROUP, CGROUP2 -> new EmptyDirectory();
    };
  }
}
