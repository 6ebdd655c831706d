package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.ChicoryException;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Signal;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.TaskExit;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.platform.Execution;
import io.jwasm.sentry.platform.MemoryShortage;
import java.util.List;

/** An instance of a module and the one run of it. Instances of threads share their memory. */
final class ChicoryExecution implements Execution {
  private final ChicoryProgram program;
  private final EntryPoint entry;
  private final MachineFactory machines;
  private final List<RegionMemory> memories;
  private final List<RegionMemory> owned;
  private final GuestMemory memory;

  private Instance instance;
  private boolean initialized;

  /** The task on whose thread the guest runs; set before the guest can make a call. */
  private Task task;

  /**
   * @param machines what executes this instance and those of the program's threads
   * @param memories all memories of the instance, by index
   * @param owned those of them that go when this one is closed
   */
  ChicoryExecution(
      ChicoryProgram program,
      EntryPoint entry,
      MachineFactory machines,
      List<RegionMemory> memories,
      List<RegionMemory> owned) {
    this.program = program;
    this.entry = entry;
    this.machines = machines;
    this.memories = memories;
    this.owned = owned;
    this.memory =
        memories.isEmpty()
            ? GuestMemory.absent()
            : new GuestMemory(memories.get(program.callMemory()).region());
  }

  MachineFactory machines() {
    return machines;
  }

  void bind(Instance newInstance) {
    this.instance = newInstance;
  }

  /** Fills globals, tables and memories, and runs the start section. */
  void initialize() {
    initialized = true;
    instance.initialize(false);
  }

  Task task() {
    return task;
  }

  @Override
  public GuestMemory memory() {
    return memory;
  }

  @Override
  public void interrupt() {
    machines.interrupt();
  }

  @Override
  public ExitStatus run(Task newTask) {
    task = newTask;
    try {
      if (!initialized) {
        initialize();
      }
      return entry.call(instance, task);
    } catch (TaskExit e) {
      return e.status();
    } catch (ChicoryInterruptedException e) {
      // Only ThreadGroup interrupts, and it knows the signal already; this is never looked at.
      return new ExitStatus.Signaled(Signal.SIGKILL);
    } catch (ChicoryException e) {
      return new ExitStatus.Trapped(traps().describe(e));
    } catch (WasmException e) {
      return new ExitStatus.Trapped(traps().named("uncaught exception", e));
    } catch (StackOverflowError e) {
      // May have struck inside a system call. The kernel's state does not matter any more: the
      // program ends here, and its container with it.
      return new ExitStatus.Trapped(traps().named("call stack exhausted", e));
    } catch (OutOfMemoryError e) {
      return new ExitStatus.Trapped(
          traps().named("out of memory", e) + ": the program " + MemoryShortage.describe(e));
    } catch (RuntimeException | Error e) {
      // Not the kernel's: HostCall keeps those apart.
      return traps().engineFailure(e, program.image());
    }
  }

  private Traps traps() {
    return new Traps(program.module(), instance.getMachine());
  }

  @Override
  public Execution forThread(int startArg) throws ErrnoException {
    return program.instantiateThread(machines, memories, startArg);
  }

  @Override
  public void close() {
    for (RegionMemory each : owned) {
      each.region().close();
    }
  }
}
