package io.jwasm.sentry.fs.dev;

import io.jwasm.sentry.fs.kernfs.FixedDirectory;
import io.jwasm.sentry.fs.kernfs.KernelNode;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Inode;

/**
 * A devpts in which the container's terminal is number 0.
 *
 * @see <a href="https://man7.org/linux/man-pages/man4/pts.4.html">pts(4)</a>
 */
final class PtsDirectory extends FixedDirectory {
  private final Devices devices;

  PtsDirectory(Devices devices) {
    super(KernelNode.number(0, "devpts"), names(devices));
    this.devices = devices;
  }

  private static String[] names(Devices devices) {
    return devices.terminal().fd() < 0 ? new String[] {"ptmx"} : new String[] {"0", "ptmx"};
  }

  @Override
  protected Inode entry(Caller caller, String name) {
    return has(name) ? DeviceNode.of(devices, name.equals("0") ? Device.TTY : Device.PTMX) : null;
  }
}
