package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Signal;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.TaskExit;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.platform.Execution;
import java.util.List;

/** An instance of a module and the one run of it. */
final class ChicoryExecution implements Execution {
  private final WasmModule module;
  private final String entry;
  private final List<Region> regions;
  private final GuestMemory memory;

  private Instance instance;
  private boolean startsLater;

  /** The task on whose thread the guest runs; set before the guest can make a call. */
  private Task task;

  ChicoryExecution(WasmModule module, String entry, List<Region> regions) {
    this.module = module;
    this.entry = entry;
    this.regions = regions;
    this.memory = regions.isEmpty() ? GuestMemory.absent() : new GuestMemory(regions.getFirst());
  }

  void bind(Instance newInstance, boolean newStartsLater) {
    this.instance = newInstance;
    this.startsLater = newStartsLater;
  }

  Task task() {
    return task;
  }

  @Override
  public GuestMemory memory() {
    return memory;
  }

  @Override
  public ExitStatus run(Task newTask) {
    task = newTask;
    try {
      if (startsLater) {
        instance.initialize(false);
      }
      instance.export(entry).apply();
      return new ExitStatus.Exited(0);
    } catch (TaskExit e) {
      return e.status();
    } catch (ChicoryInterruptedException e) {
      // Only ThreadGroup interrupts, and it knows the signal already; this is never looked at.
      return new ExitStatus.Signaled(Signal.SIGKILL);
    } catch (ChicoryException e) {
      return new ExitStatus.Trapped(Traps.describe(e, module));
    } catch (WasmException e) {
      return new ExitStatus.Trapped(Traps.named("uncaught exception", e, module));
    } catch (StackOverflowError e) {
      // May have struck inside a system call. The kernel's state does not matter any more: the
      // program ends here, and its container with it.
      return new ExitStatus.Trapped(Traps.named("call stack exhausted", e, module));
    } catch (OutOfMemoryError e) {
      return new ExitStatus.Trapped(Traps.named("out of memory", e, module));
    }
  }

  @Override
  public void close() {
    for (Region region : regions) {
      region.close();
    }
  }
}
