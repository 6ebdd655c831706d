package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.fs.kernfs.KernelDirectory;
import io.jwasm.sentry.fs.kernfs.KernelLink;
import io.jwasm.sentry.fs.kernfs.KernelNode;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Inode;

/**
 * The root of procfs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public final class ProcRoot extends KernelDirectory {
  private static final String[] NAMES = {
    "cpuinfo",
    "filesystems",
    "loadavg",
    "meminfo",
    "mounts",
    "self",
    "stat",
    "sys",
    "uptime",
    "version"
  };

  private static final int MAX_PID_DIGITS = 9;

  private final SystemView system;

  public ProcRoot(SystemView system) {
    super(KernelNode.number(0, "proc"));
    this.system = system;
  }

  @Override
  protected Inode entry(Caller caller, String name) {
    return switch (name) {
      case "cpuinfo", "filesystems", "loadavg", "meminfo", "stat", "uptime", "version" ->
          new SystemFile(number(name), name, system);
      case "mounts" -> new KernelLink(number(name), "self/mounts");
      case "self" -> self(caller);
      case "sys" -> SysctlTree.root(number(name), system);
      default -> process(name);
    };
  }

  /** There is no self for the kernel, which walks before there are processes. */
  private Inode self(Caller caller) {
    return caller.pid() == 0
        ? null
        : new KernelLink(number("self"), Integer.toString(caller.pid()));
  }

  private Inode process(String name) {
    int pid = parse(name);
    ProcessView process = pid < 0 ? null : system.process(pid);
    return process == null ? null : new ProcessDirectory(number(name), system, process);
  }

  /** Returns a number as procfs writes it, or -1 for every other name. */
  static int parse(String name) {
    if (name.length() > MAX_PID_DIGITS || (name.charAt(0) == '0' && name.length() > 1)) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  @Override
  protected Listed listed(Caller caller, int key) {
    if (key < NAMES.length) {
      return new Listed(NAMES[key], key);
    }
    int pid = system.nextPid(key - NAMES.length);
    return pid < 0 ? null : new Listed(Integer.toString(pid), pid + NAMES.length);
  }
}
