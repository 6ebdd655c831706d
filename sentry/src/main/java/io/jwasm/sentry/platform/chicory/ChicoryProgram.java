package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MemorySection;
import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.Execution;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.Program;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A module that Chicory has parsed, with the machine that will run it. */
final class ChicoryProgram implements Program {
  private final ModuleImage image;
  private final WasmModule module;
  private final String entry;
  private final List<Syscall> imports;
  private final Function<Instance, Machine> machines;

  ChicoryProgram(
      ModuleImage image,
      WasmModule module,
      String entry,
      List<Syscall> imports,
      Function<Instance, Machine> machines) {
    this.image = image;
    this.module = module;
    this.entry = entry;
    this.imports = imports;
    this.machines = machines;
  }

  @Override
  public Execution instantiate(PageAllocator pages) throws ExecFormatException, ErrnoException {
    List<Region> regions = new ArrayList<>();
    boolean done = false;
    try {
      List<RegionMemory> memories = reserve(pages, regions);
      ChicoryExecution execution = build(memories, regions);
      done = true;
      return execution;
    } catch (RuntimeException e) {
      throw ModuleParser.invalid(image, ModuleParser.reason(e), e);
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw ModuleParser.invalid(image, "it needs more memory than there is", e);
    } finally {
      if (!done) {
        for (Region region : regions) {
          region.close();
        }
      }
    }
  }

  private List<RegionMemory> reserve(PageAllocator pages, List<Region> regions)
      throws ExecFormatException, ErrnoException {
    List<RegionMemory> memories = new ArrayList<>();
    MemorySection section = module.memorySection().orElse(null);
    int count = section == null ? 0 : section.memoryCount();
    for (int i = 0; i < count; i++) {
      MemoryLimits limits = section.getMemory(i).limits();
      if (limits.initialPages() > PageAllocator.MAX_PAGES) {
        throw new ExecFormatException(
            image.path() + " starts with a memory of 2 GiB or more, jwasm's limit is 2 GiB");
      }
      Region region = pages.reserve(Math.min(limits.maximumPages(), PageAllocator.MAX_PAGES));
      regions.add(region);
      if (!region.commit(limits.initialPages())) {
        throw Errno.ENOMEM.exception();
      }
      memories.add(new RegionMemory(region, limits));
    }
    return memories;
  }

  private ChicoryExecution build(List<RegionMemory> memories, List<Region> regions) {
    ChicoryExecution execution = new ChicoryExecution(module, entry, regions);
    Iterator<RegionMemory> next = memories.iterator();
    Instance instance =
        Instance.builder(module)
            .withImportValues(ImportValues.builder().addFunction(hostFunctions(execution)).build())
            .withMachineFactory(machines)
            .withMemoryFactory(_ -> next.next())
            .withInitialize(false)
            .withStart(false)
            .build();
    // A start section is guest code: it runs with the entry function, not before the start.
    boolean startsLater = module.startSection().isPresent();
    if (!startsLater) {
      instance.initialize(false);
    }
    execution.bind(instance, startsLater);
    return execution;
  }

  private HostFunction[] hostFunctions(ChicoryExecution execution) {
    HostFunction[] functions = new HostFunction[imports.size()];
    for (int i = 0; i < functions.length; i++) {
      Syscall call = imports.get(i);
      var wanted = (FunctionImport) module.importSection().getImport(i);
      functions[i] =
          new HostFunction(
              call.module(),
              call.name(),
              module.typeSection().getType(wanted.typeIndex()),
              new HostCall(execution, call));
    }
    return functions;
  }
}
