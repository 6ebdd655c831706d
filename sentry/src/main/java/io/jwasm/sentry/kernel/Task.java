package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Vfs;

/**
 * A thread of a program; Linux's {@code task_struct}. Its state belongs to the thread that runs it,
 * except what is said otherwise.
 */
public final class Task implements Caller {
  private final ThreadGroup group;
  private final GuestMemory memory;

  /**
   * @param group the process it belongs to
   * @param memory the memory that its pointers point into
   */
  public Task(ThreadGroup group, GuestMemory memory) {
    this.group = group;
    this.memory = memory;
  }

  /** Returns the process it belongs to. */
  public ThreadGroup group() {
    return group;
  }

  public GuestMemory memory() {
    return memory;
  }

  public FdTable fds() {
    return group.fds();
  }

  public Clock clock() {
    return group.kernel().clock();
  }

  public RandomSource random() {
    return group.kernel().random();
  }

  public Vfs vfs() {
    return group.kernel().vfs();
  }

  @Override
  public int uid() {
    return group.credentials().uid();
  }

  @Override
  public int gid() {
    return group.credentials().gid();
  }

  @Override
  public boolean inGroup(int gid) {
    return group.credentials().inGroup(gid);
  }

  @Override
  public int umask() {
    return group.credentials().umask();
  }

  /**
   * Sleeps.
   *
   * <p>Errors: EINTR when the task is being killed.
   *
   * <p>Blocking: for {@code nanos} nanoseconds.
   */
  public void sleep(long nanos) throws ErrnoException {
    try {
      Thread.sleep(nanos / 1_000_000L, (int) (nanos % 1_000_000L));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the guest's next poll has to see it
      throw Errno.EINTR.exception();
    }
  }
}
