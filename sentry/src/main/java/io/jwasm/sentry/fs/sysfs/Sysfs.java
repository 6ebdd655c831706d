package io.jwasm.sentry.fs.sysfs;

import io.jwasm.sentry.fs.kernfs.KernelNode;
import io.jwasm.sentry.fs.kernfs.TableDirectory;
import io.jwasm.sentry.vfs.Inode;

/**
 * A sysfs with the directories that programs expect and the processors that there are.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/sysfs.5.html">sysfs(5)</a>
 */
public final class Sysfs implements TableDirectory.Contents {
  private static final String[] PATHS = {
    "block/",
    "bus/",
    "class/net/",
    "dev/block/",
    "dev/char/",
    "devices/system/cpu/online",
    "devices/system/cpu/possible",
    "devices/system/cpu/present",
    "firmware/",
    "fs/cgroup/",
    "kernel/",
    "module/",
    "power/"
  };

  private Sysfs() {}

  /** Returns the root directory. */
  public static Inode root() {
    return TableDirectory.root(KernelNode.number(0, "sysfs"), PATHS, new Sysfs());
  }

  @Override
  public String text(String path) {
    int count = Runtime.getRuntime().availableProcessors();
    return count == 1 ? "0\n" : "0-" + (count - 1) + "\n";
  }
}
