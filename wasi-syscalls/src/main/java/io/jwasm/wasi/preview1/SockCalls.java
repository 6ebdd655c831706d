package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;

/** Sockets. */
final class SockCalls {
  private SockCalls() {}

  /** All four functions: EBADF, and ENOTSOCK for every descriptor that there can be so far. */
  static void notASocket(Task task, long[] args) throws ErrnoException {
    task.fds().get((int) args[0]);
    throw Errno.ENOTSOCK.exception();
  }
}
