package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.ChicoryException;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.TaskExit;

/**
 * Carries a call from the engine to the kernel. It is also where their failures part: an unchecked
 * exception of the kernel ends the sandbox here, and is never taken for one of the engine, which
 * would be a trap.
 */
final class HostCall implements WasmFunctionHandle {
  private final ChicoryExecution execution;
  private final Syscall.Handler handler;

  /** Null for a call without a result; the engine reads the result before it calls again. */
  private final long[] result;

  HostCall(ChicoryExecution execution, Syscall call) {
    this.execution = execution;
    this.handler = call.handler();
    this.result = call.signature().results().isEmpty() ? null : new long[1];
  }

  @Override
  public long[] apply(Instance instance, long... args) {
    long value;
    try {
      value = handler.call(execution.task(), args);
    } catch (TaskExit | ChicoryException | StackOverflowError | OutOfMemoryError e) {
      throw e; // what the program did, what the engine did for the kernel, what was used up
    } catch (RuntimeException | Error bug) {
      throw new TaskExit(new ExitStatus.Panicked(bug));
    }
    if (result != null) {
      result[0] = value;
    }
    return result;
  }
}
