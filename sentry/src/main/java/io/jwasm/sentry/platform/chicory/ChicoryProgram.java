package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MemorySection;
import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.mm.PageAllocatorException;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.mm.StartState;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.Execution;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.Program;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A module that Chicory has parsed, with the machine that will run it. */
final class ChicoryProgram implements Program {
  private final ModuleImage image;
  private final WasmModule module;
  private final String entry;
  private final Linkage linkage;
  private final Machines machines;

  /** What the first memory begins with; null when its data is copied. */
  private StartState start;

  ChicoryProgram(
      ModuleImage image, WasmModule module, String entry, Linkage linkage, Machines machines) {
    this.image = image;
    this.module = module;
    this.entry = entry;
    this.linkage = linkage;
    this.machines = machines;
  }

  /**
   * Has memories begin with this from now on.
   *
   * @param state of all of the module's data; null: it is copied
   */
  ChicoryProgram startingWith(StartState state) {
    start = state;
    return this;
  }

  @Override
  public Execution instantiate(PageAllocator pages) throws ExecFormatException, ErrnoException {
    List<RegionMemory> memories = new ArrayList<>();
    boolean done = false;
    try {
      reserve(pages, memories);
      ChicoryExecution execution =
          new ChicoryExecution(
              this, new EntryPoint.Command(entry), machines.over(memories), memories, memories);
      build(execution, memories);
      // A start section is guest code: it runs with the entry function, not before the start.
      if (module.startSection().isEmpty()) {
        execution.initialize();
      }
      done = true;
      return execution;
    } catch (PageAllocatorException e) {
      throw new ExecFormatException(image.path() + ": " + e.getMessage(), e);
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      throw LoadThread.failed(image, e);
    } finally {
      if (!done) {
        for (RegionMemory memory : memories) {
          memory.region().close();
        }
      }
    }
  }

  /**
   * Makes an instance for a thread of a running program: globals and tables of its own, over the
   * memory of the others. Nothing of it is initialised: that is the new thread's work.
   *
   * <p>Errors: ENOSYS when the module does not start threads; EAGAIN when there is no room for the
   * instance.
   *
   * @param running makes the machines of the program's instances
   * @param shared memories of one of them; with threads there is one
   * @param startArg what the thread is given
   */
  ChicoryExecution instantiateThread(
      MachineFactory running, List<RegionMemory> shared, int startArg) throws ErrnoException {
    if (linkage.threadEntry() == null) {
      throw Errno.ENOSYS.exception();
    }
    List<RegionMemory> memories = List.of(shared.getFirst().forAnotherInstance());
    try {
      ChicoryExecution execution =
          new ChicoryExecution(
              this,
              new EntryPoint.ThreadStart(linkage.threadEntry(), startArg),
              running,
              memories,
              List.of());
      build(execution, memories);
      return execution;
    } catch (OutOfMemoryError e) {
      throw Errno.EAGAIN.exception();
    }
  }

  WasmModule module() {
    return module;
  }

  ModuleImage image() {
    return image;
  }

  int callMemory() {
    return linkage.callMemory();
  }

  private void reserve(PageAllocator pages, List<RegionMemory> memories)
      throws ExecFormatException, ErrnoException {
    if (linkage.memory() != null) {
      memories.add(reserve(pages, linkage.memory().limits(), null));
    }
    MemorySection section = module.memorySection().orElse(null);
    int count = section == null ? 0 : section.memoryCount();
    for (int i = 0; i < count; i++) {
      memories.add(reserve(pages, section.getMemory(i).limits(), i == 0 ? start : null));
    }
  }

  private RegionMemory reserve(PageAllocator pages, MemoryLimits limits, StartState state)
      throws ExecFormatException, ErrnoException {
    if (limits.initialPages() > PageAllocator.MAX_PAGES) {
      throw new ExecFormatException(
          image.path() + " starts with a memory of 2 GiB or more, jwasm's limit is 2 GiB");
    }
    int maxPages = Math.min(limits.maximumPages(), PageAllocator.MAX_PAGES);
    Region region = limits.shared() ? pages.reserveShared(maxPages) : pages.reserve(maxPages);
    if (!region.commit(limits.initialPages())) {
      region.close();
      throw new ExecFormatException(notGiven(limits.initialPages(), pages.limit()));
    }
    return new RegionMemory(region, limits, state != null && begin(region, state));
  }

  private static boolean begin(Region region, StartState state) throws ErrnoException {
    try {
      return region.begin(state);
    } catch (ErrnoException e) {
      region.close();
      throw e;
    }
  }

  private String notGiven(int initialPages, MemoryLimit limit) {
    long bytes = (long) initialPages * PageAllocator.PAGE_SIZE;
    long left = limit.maxBytes() - limit.chargedBytes();
    String subject = image.path() + " starts with a memory of " + bytes + " bytes, ";
    if (left >= bytes) {
      return subject + "which the page allocator does not give: the host may have no more";
    }
    return subject
        + "the container's memory limit leaves its programs "
        + left
        + ": raise it, or set the annotation io.jwasm.limit.heap to less";
  }

  private void build(ChicoryExecution execution, List<RegionMemory> memories) {
    ImportValues.Builder imports = ImportValues.builder().addFunction(hostFunctions(execution));
    Iterator<RegionMemory> next = memories.iterator();
    if (linkage.memory() != null) {
      MemoryImport wanted = linkage.memory();
      imports.addMemory(new ImportMemory(wanted.module(), wanted.name(), next.next()));
    }
    execution.bind(
        Instance.builder(module)
            .withImportValues(imports.build())
            .withMachineFactory(execution.machines())
            .withMemoryFactory(_ -> next.next())
            .withTableFactory(new InstanceTables())
            .withInitialize(false)
            .withStart(false)
            .build());
  }

  private HostFunction[] hostFunctions(ChicoryExecution execution) {
    HostFunction[] functions = new HostFunction[linkage.calls().size()];
    int next = 0;
    ImportSection section = module.importSection();
    for (int i = 0; i < section.importCount(); i++) {
      if (section.getImport(i) instanceof FunctionImport wanted) {
        Syscall call = linkage.calls().get(next);
        functions[next++] =
            new HostFunction(
                call.module(),
                call.name(),
                module.typeSection().getType(wanted.typeIndex()),
                new HostCall(execution, call));
      }
    }
    return functions;
  }
}
