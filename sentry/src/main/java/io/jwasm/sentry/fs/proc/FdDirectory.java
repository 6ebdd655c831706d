package io.jwasm.sentry.fs.proc;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.kernfs.KernelDirectory;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.Inode;

/** {@code /proc/PID/fd}: a link for each open descriptor. */
final class FdDirectory extends KernelDirectory {
  private final ProcessView process;

  FdDirectory(long number, ProcessView process) {
    super(number);
    this.process = process;
  }

  @Override
  protected Inode entry(Caller caller, String name) throws ErrnoException {
    ProcessFile.checkAccess(caller, process);
    int fd = ProcRoot.parse(name);
    FileDescription file = fd < 0 ? null : process.file(fd);
    return file == null ? null : new FdLink(number(name), file);
  }

  @Override
  protected Listed listed(Caller caller, int key) {
    int fd = process.nextFd(key);
    return fd < 0 ? null : new Listed(Integer.toString(fd), fd);
  }
}
