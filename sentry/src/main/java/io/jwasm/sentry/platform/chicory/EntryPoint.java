package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Task;

/** Which exported function an instance runs, and what its return means. */
sealed interface EntryPoint {
  /** Runs the function to its end; see {@link io.jwasm.sentry.kernel.Code#run} for the result. */
  ExitStatus call(Instance instance, Task task);

  /** The program's own entry: it ends with success when that returns. */
  record Command(String name) implements EntryPoint {
    @Override
    public ExitStatus call(Instance instance, Task task) {
      instance.export(name).apply();
      return new ExitStatus.Exited(0);
    }
  }

  /** The entry of a thread, which gets its number: only the thread ends when that returns. */
  record ThreadStart(String name, int startArg) implements EntryPoint {
    @Override
    public ExitStatus call(Instance instance, Task task) {
      instance.export(name).apply(task.tid(), startArg);
      return null;
    }
  }
}
