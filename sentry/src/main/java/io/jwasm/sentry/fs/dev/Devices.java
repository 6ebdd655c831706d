package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.kernfs.KernelLink;
import io.jwasm.sentry.fs.kernfs.KernelNode;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.MountNamespace;

/**
 * Where the devices of a container lead, and the nodes and links by which programs find them.
 *
 * @param random the source of {@code /dev/random}
 * @param terminal the container's terminal, or an absent stream
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#default-devices">default
 *     devices</a>
 */
public record Devices(RandomSource random, StdioConfig terminal) {
  private static final String DEV = "/dev";

  private static final String[] NAMES = {
    "null", "zero", "full", "random", "urandom", "tty", "console", "fd", "stdin", "stdout",
    "stderr", "ptmx"
  };

  /**
   * Puts what every container has into {@code /dev}, after the configuration's mounts, which stay
   * where they are. What the image has under these names is out of sight.
   *
   * <p>Errors: as {@link MountNamespace#attach}.
   */
  public void furnish(MountNamespace namespace, Caller caller) throws ErrnoException {
    Inode[] nodes = {
      DeviceNode.of(this, Device.NULL),
      DeviceNode.of(this, Device.ZERO),
      DeviceNode.of(this, Device.FULL),
      DeviceNode.of(this, Device.RANDOM),
      DeviceNode.of(this, Device.URANDOM),
      DeviceNode.of(this, Device.TTY),
      DeviceNode.of(this, Device.CONSOLE),
      link("/proc/self/fd"),
      link("/proc/self/fd/0"),
      link("/proc/self/fd/1"),
      link("/proc/self/fd/2"),
      link("pts/ptmx")
    };
    namespace.attach(caller, DEV, NAMES, nodes);
  }

  private static Inode link(String target) {
    return new KernelLink(KernelNode.number(0, target), target);
  }

  /** Returns the node of {@code /dev/null}. */
  public Inode nullNode() {
    return DeviceNode.of(this, Device.NULL);
  }

  /**
   * Returns the node of a device that the configuration names. One that this kernel does not have
   * is there, and cannot be opened: ENXIO.
   *
   * @param type CHARACTER_DEVICE, BLOCK_DEVICE or FIFO
   * @param mode permission bits
   */
  public Inode node(FileType type, long major, long minor, int mode, int uid, int gid) {
    Device device = type == FileType.CHARACTER_DEVICE ? Device.of(major, minor) : null;
    return DeviceNode.of(this, device, type, mode, uid, gid);
  }

  /** Returns the root of a devpts: the container's terminal, if it has one. */
  public Inode pts() {
    return new PtsDirectory(this);
  }
}
