package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.vfs.Caller;
import java.util.concurrent.CountDownLatch;

/** A task of which a test knows when a call of it waits. */
final class BlockedCaller implements Caller {
  private final Task task;
  private final CountDownLatch blocked;

  BlockedCaller(Task task, CountDownLatch blocked) {
    this.task = task;
    this.blocked = blocked;
  }

  @Override
  public int uid() {
    return task.uid();
  }

  @Override
  public int gid() {
    return task.gid();
  }

  @Override
  public boolean block(Waitable object, int mask, long timeoutNanos) throws ErrnoException {
    blocked.countDown();
    return task.block(object, mask, timeoutNanos);
  }
}
