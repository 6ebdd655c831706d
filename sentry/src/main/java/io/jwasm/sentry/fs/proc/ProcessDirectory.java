package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.fs.kernfs.FixedDirectory;
import io.jwasm.sentry.fs.kernfs.KernelLink;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Inode;

/** {@code /proc/PID}. There is no {@code exe}: nothing leads from here to what runs. */
final class ProcessDirectory extends FixedDirectory {
  private final SystemView system;
  private final ProcessView process;

  ProcessDirectory(long number, SystemView system, ProcessView process) {
    super(
        number,
        "cgroup",
        "cmdline",
        "comm",
        "cwd",
        "environ",
        "fd",
        "mountinfo",
        "mounts",
        "root",
        "stat",
        "statm",
        "status");
    this.system = system;
    this.process = process;
  }

  @Override
  protected Inode entry(Caller caller, String name) {
    if (!has(name)) {
      return null;
    }
    return switch (name) {
      case "cwd" -> new KernelLink(number(name), process.cwd());
      case "root" -> new KernelLink(number(name), "/");
      case "fd" -> new FdDirectory(number(name), process);
      default -> new ProcessFile(number(name), name, system, process);
    };
  }
}
