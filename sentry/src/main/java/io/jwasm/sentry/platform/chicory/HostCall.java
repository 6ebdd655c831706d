package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import io.jwasm.sentry.kernel.Syscall;

/** Carries a call from the engine to the kernel. */
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
    long value = handler.call(execution.task(), args);
    if (result != null) {
      result[0] = value;
    }
    return result;
  }
}
