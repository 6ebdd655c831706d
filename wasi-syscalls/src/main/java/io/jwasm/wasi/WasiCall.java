package io.jwasm.wasi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.TaskExit;
import io.jwasm.wasi.abi.WasiErrno;

/** One function of WASI; it returns to the guest with success or throws. */
@FunctionalInterface
public interface WasiCall {
  void call(Task task, long[] args) throws ErrnoException;

  /**
   * Returns what answers with the number of the errno.
   *
   * @param name of the function, for the message of a trap
   */
  static Syscall.Handler bind(String name, WasiCall call) {
    return (task, args) -> {
      try {
        call.call(task, args);
        return WasiErrno.SUCCESS;
      } catch (ErrnoException e) {
        return failure(name, e.errno());
      }
    };
  }

  /**
   * The one place where an errno becomes a number.
   *
   * @throws TaskExit for EFAULT: as in wasmtime, a pointer outside the memory is a bug of the
   *     program, not a result
   */
  static int failure(String name, Errno errno) {
    if (errno == Errno.EFAULT) {
      throw new TaskExit(new ExitStatus.Trapped("out of bounds memory access in " + name));
    }
    return WasiErrno.of(errno);
  }
}
