package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.stdio.Stdio;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Permission;
import io.jwasm.sentry.vfs.Stat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The node of a device in a directory.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mknod.2.html">mknod(2)</a>
 */
public final class DeviceNode extends Inode {
  private static final int EVERYBODY = 0666;

  /** Above the numbers of all devices; a FIFO is known by its number. */
  private static final AtomicLong LAST_NUMBER = new AtomicLong(1 << 20);

  private final Devices devices;
  private final Device device;
  private final Stat stat;

  private DeviceNode(Devices devices, Device device, Stat stat) {
    this.devices = devices;
    this.device = device;
    this.stat = stat;
  }

  /** Returns a node that everybody can open. */
  static DeviceNode of(Devices devices, Device device) {
    return new DeviceNode(
        devices, device, stat(device.number(), FileType.CHARACTER_DEVICE, EVERYBODY, 0, 0));
  }

  /**
   * Returns a node as a configuration describes it.
   *
   * @param device null for one that this kernel does not have: opening it answers ENXIO
   * @param mode permission bits
   */
  static DeviceNode of(Devices devices, Device device, FileType type, int mode, int uid, int gid) {
    return new DeviceNode(
        devices, device, stat(LAST_NUMBER.incrementAndGet(), type, mode, uid, gid));
  }

  private static Stat stat(long inode, FileType type, int mode, int uid, int gid) {
    return new Stat(0, inode, type, mode, 1, uid, gid, 0, 0, 0, 0);
  }

  @Override
  public FileType type() {
    return stat.type();
  }

  @Override
  public Stat stat() {
    return stat;
  }

  @Override
  public FileDescription open(Caller caller, int flags) throws ErrnoException {
    Permission.check(caller, stat.uid(), stat.gid(), stat.mode(), Permission.of(flags));
    if (device == null) {
      throw Errno.ENXIO.exception();
    }
    return switch (device) {
      case NULL -> new NullDevice(stat, flags);
      case ZERO -> new ZeroDevice(stat, flags);
      case FULL -> new FullDevice(stat, flags);
      case RANDOM, URANDOM -> new RandomDevice(stat, flags, devices.random());
      case TTY, CONSOLE -> terminal(flags);
      // There is nothing to run on the other side of a new terminal.
      case PTMX -> throw Errno.ENXIO.exception();
    };
  }

  private FileDescription terminal(int flags) throws ErrnoException {
    if (devices.terminal().fd() < 0) {
      throw Errno.ENXIO.exception();
    }
    return Stdio.terminal(devices.terminal(), flags);
  }
}
