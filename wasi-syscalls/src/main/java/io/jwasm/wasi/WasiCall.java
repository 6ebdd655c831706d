package io.jwasm.wasi.preview1;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Task;

/** One function of WASI preview 1; it returns to the guest with success or throws. */
@FunctionalInterface
interface WasiCall {
  void call(Task task, long[] args) throws ErrnoException;
}
