package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.kernfs.KernelFile;
import io.jwasm.sentry.vfs.Caller;
import java.util.List;

/** A file in {@code /proc/PID}. */
final class ProcessFile extends KernelFile {
  private final String name;
  private final SystemView system;
  private final ProcessView process;

  ProcessFile(long number, String name, SystemView system, ProcessView process) {
    super(number);
    this.name = name;
    this.system = system;
    this.process = process;
  }

  @Override
  protected String text(Caller caller) throws ErrnoException {
    return switch (name) {
      case "cgroup" -> "0::/\n";
      case "cmdline" -> strings(process.args());
      case "comm" -> ProcessStatus.comm(process) + "\n";
      case "environ" -> environ(caller);
      case "mountinfo" -> MountTable.mountinfo(system.mounts());
      case "mounts" -> MountTable.mounts(system.mounts());
      case "stat" -> ProcessStatus.stat(process);
      case "statm" -> ProcessStatus.statm(process);
      default -> ProcessStatus.status(process);
    };
  }

  private String environ(Caller caller) throws ErrnoException {
    checkAccess(caller, process);
    return strings(process.env());
  }

  /** What may hold secrets is for the process's own user, and root: EACCES. */
  static void checkAccess(Caller caller, ProcessView process) throws ErrnoException {
    if (caller.uid() != 0 && caller.uid() != process.uid()) {
      throw Errno.EACCES.exception();
    }
  }

  private static String strings(List<String> strings) {
    return strings.isEmpty() ? "" : String.join("\0", strings) + "\0";
  }
}
