package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.errno.HostErrors;
import io.jwasm.sentry.kernel.Task;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Randomness. */
final class RandomCalls {
  /** Filled at once; between two chunks a kill is noticed. */
  private static final int CHUNK_BYTES = 1 << 16;

  private RandomCalls() {}

  /** {@code random_get(buffer, length)}; EINTR when killed, EIO when the host's source fails. */
  static void get(Task task, long[] args) throws ErrnoException {
    ByteBuffer buffer = task.memory().slice((int) args[0], (int) args[1]);
    int end = buffer.limit();
    for (int start = 0; start < end; start += CHUNK_BYTES) {
      if (Thread.currentThread().isInterrupted()) {
        throw Errno.EINTR.exception();
      }
      try {
        task.random().fill(buffer.slice(start, Math.min(CHUNK_BYTES, end - start)));
      } catch (IOException e) {
        throw HostErrors.toErrno(e).exception();
      }
    }
  }
}
