package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Signal;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.TaskExit;
import io.jwasm.wasi.WasiCall;

/** The process itself. */
final class ProcCalls {
  /** WASI numbers the signals as Linux does, but leaves out SIGSTKFLT, number 16. */
  private static final int FIRST_AFTER_GAP = 16;

  private static final int LAST = 30;

  private ProcCalls() {}

  static WasiCall named(String name) {
    return switch (name) {
      case "proc_exit" -> ProcCalls::exit;
      case "proc_raise" -> ProcCalls::raise;
      default -> null;
    };
  }

  /** {@code proc_exit(code)}; does not return. */
  private static void exit(Task task, long[] args) {
    throw new TaskExit(new ExitStatus.Exited((int) args[0]));
  }

  /** {@code proc_raise(signal)}; EINVAL for an unknown one, nothing for 0. */
  private static void raise(Task task, long[] args) throws ErrnoException {
    int number = (int) args[0];
    if (number < 0 || number > LAST) {
      throw Errno.EINVAL.exception();
    }
    if (number == 0) {
      return;
    }
    Signal signal = new Signal(number < FIRST_AFTER_GAP ? number : number + 1);
    task.group().deliver(signal);
    ExitStatus ended = task.group().exitStatus();
    if (ended != null) {
      throw new TaskExit(ended);
    }
  }
}
