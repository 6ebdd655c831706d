package io.jwasm.sentry;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.proc.ProcessView;
import io.jwasm.sentry.kernel.ProcessTable;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.vfs.FileDescription;
import java.util.List;

/**
 * A process as procfs shows it.
 *
 * @param bootNanos when the sandbox was booted, on the monotonic clock
 * @param memoryBytes of linear memory
 */
record ThreadGroupView(ProcessTable.Entry entry, long bootNanos, long memoryBytes)
    implements ProcessView {
  private ThreadGroup group() {
    return entry.group();
  }

  @Override
  public int pid() {
    return entry.pid();
  }

  @Override
  public List<String> args() {
    return group().image().args();
  }

  @Override
  public List<String> env() {
    return group().image().env();
  }

  @Override
  public String cwd() {
    return group().image().cwd();
  }

  @Override
  public int uid() {
    return group().credentials().uid();
  }

  @Override
  public int gid() {
    return group().credentials().gid();
  }

  @Override
  public int[] groups() {
    return group().credentials().groups();
  }

  @Override
  public int umask() {
    return group().credentials().umask();
  }

  @Override
  public int threads() {
    return group().taskCount();
  }

  @Override
  public long startNanos() {
    return entry.startNanos() - bootNanos;
  }

  @Override
  public long cpuNanos() {
    return group().cpuNanos();
  }

  @Override
  public int nextFd(int fd) {
    return group().fds().next(fd);
  }

  @Override
  public FileDescription file(int fd) {
    try {
      return group().fds().get(fd).file();
    } catch (ErrnoException e) {
      return null;
    }
  }
}
