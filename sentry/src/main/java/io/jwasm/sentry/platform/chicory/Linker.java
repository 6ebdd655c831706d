package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.ValType;
import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks what a module wants from outside and what is wanted from it. */
final class Linker {
  /** Exports named in a message. */
  private static final int MAX_LISTED = 10;

  private static final int MAX_NAME_CHARS = 80;

  /** The memory that system calls work on, by the convention of WASI. */
  private static final String MEMORY = "memory";

  /** Type of the function that a new thread runs: its number and what it was started with. */
  private static final Signature THREAD_ENTRY = new Signature("ii", "");

  private final WasmModule module;
  private final String path;
  private final SyscallTable syscalls;

  private final List<Syscall> calls = new ArrayList<>();
  private MemoryImport memory;

  /** Name of the first import whose module starts threads, and what they run; or null. */
  private String threadImport;

  private String threadEntry;

  private Linker(WasmModule module, String path, SyscallTable syscalls) {
    this.module = module;
    this.path = path;
    this.syscalls = syscalls;
  }

  /**
   * Returns what the module wants from outside, all of which there is.
   *
   * @throws ExecFormatException for an import that there is not or not in this type, and when the
   *     module does not export the entry function, or the one of its threads, or it cannot be run
   */
  static Linkage link(WasmModule module, ModuleImage image, String entry, SyscallTable syscalls)
      throws ExecFormatException {
    Linker linker = new Linker(module, image.path(), syscalls);
    try {
      linker.checkEntry(entry);
      return linker.link();
    } catch (RuntimeException e) {
      // The engine checks some indices of a module only when they are used.
      throw ModuleParser.invalid(image, ModuleParser.reason(e), e);
    }
  }

  private Linkage link() throws ExecFormatException {
    ImportSection section = module.importSection();
    for (int i = 0; i < section.importCount(); i++) {
      resolve(section.getImport(i));
    }
    if (threadEntry != null) {
      checkThreads();
    }
    return new Linkage(calls, memory, callMemory(), threadEntry);
  }

  private void resolve(Import wanted) throws ExecFormatException {
    String name = printable(wanted.module()) + "." + printable(wanted.name());
    if (wanted instanceof FunctionImport function) {
      calls.add(call(function, name));
    } else if (wanted instanceof MemoryImport wantedMemory) {
      importMemory(wantedMemory, name);
    } else {
      throw new ExecFormatException(
          path
              + ": unknown import "
              + name
              + ": it is a "
              + wanted.importType().name().toLowerCase(Locale.ROOT)
              + ", jwasm offers only functions and a shared memory");
    }
  }

  private Syscall call(FunctionImport function, String name) throws ExecFormatException {
    Signature wanted = signature(module.typeSection().getType(function.typeIndex()));
    Syscall call = syscalls.find(function.module(), function.name(), wanted);
    if (call == null) {
      throw unresolved(function, name, wanted);
    }
    if (threadEntry == null) {
      threadEntry = syscalls.threadEntry(function.module());
      threadImport = threadEntry == null ? null : name;
    }
    return call;
  }

  private ExecFormatException unresolved(FunctionImport function, String name, Signature wanted) {
    List<Signature> offered = syscalls.signatures(function.module(), function.name());
    if (offered.isEmpty()) {
      return new ExecFormatException(
          path + ": unknown import " + name + ": jwasm offers " + syscalls.modules());
    }
    StringBuilder types = new StringBuilder();
    for (Signature type : offered) {
      types.append(types.isEmpty() ? "" : " or ").append(type);
    }
    return new ExecFormatException(
        path + ": import " + name + " has type " + wanted + ", it must be " + types);
  }

  private void importMemory(MemoryImport wanted, String name) throws ExecFormatException {
    if (!wanted.limits().shared()) {
      throw new ExecFormatException(
          path
              + ": import "
              + name
              + " is a memory that is not shared: link it with --shared-memory, or without"
              + " --import-memory");
    }
    if (memory != null) {
      throw new ExecFormatException(path + ": import " + name + " is a second memory");
    }
    memory = wanted;
  }

  /** Each thread is an instance of its own; all that they have in common is the imported memory. */
  private void checkThreads() throws ExecFormatException {
    if (memory == null || definedMemories() > 0) {
      throw new ExecFormatException(
          path
              + " imports "
              + threadImport
              + ", but not its only memory: link it with --import-memory and --shared-memory");
    }
    Export entry = export(threadEntry, ExternalType.FUNCTION);
    if (entry == null || !signature(typeOf(entry)).equals(THREAD_ENTRY)) {
      throw new ExecFormatException(
          path
              + " imports "
              + threadImport
              + ", but exports no function "
              + threadEntry
              + " of type "
              + THREAD_ENTRY);
    }
  }

  private int definedMemories() {
    MemorySection section = module.memorySection().orElse(null);
    return section == null ? 0 : section.memoryCount();
  }

  private int callMemory() {
    Export exported = export(MEMORY, ExternalType.MEMORY);
    int count = (memory == null ? 0 : 1) + definedMemories();
    // An index that does not exist is found when the instance is made.
    int index = exported == null ? 0 : exported.index();
    return index < 0 || index >= count ? 0 : index;
  }

  private void checkEntry(String entry) throws ExecFormatException {
    Export exported = export(entry, ExternalType.FUNCTION);
    if (exported == null) {
      throw new ExecFormatException(
          path + " exports no function " + printable(entry) + "; " + remedy());
    }
    FunctionType type = typeOf(exported);
    if (!type.params().isEmpty() || !type.returns().isEmpty()) {
      throw new ExecFormatException(
          path
              + " exports "
              + printable(entry)
              + " with type "
              + signature(type)
              + "; only a function without parameters and results can be run");
    }
  }

  private Export export(String name, ExternalType type) {
    ExportSection exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      Export export = exports.getExport(i);
      if (export.name().equals(name) && export.exportType() == type) {
        return export;
      }
    }
    return null;
  }

  private String remedy() {
    StringBuilder names = new StringBuilder();
    int listed = 0;
    ExportSection exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      Export export = exports.getExport(i);
      if (export.exportType() != ExternalType.FUNCTION) {
        continue;
      }
      if (listed++ == MAX_LISTED) {
        names.append(", ...");
        break;
      }
      names.append(listed == 1 ? "" : ", ").append(printable(export.name()));
    }
    return listed == 0
        ? "it exports no function at all; link it as a command"
        : "name one as " + path + "#function: " + names;
  }

  private FunctionType typeOf(Export exported) throws ExecFormatException {
    int functionIndex = exported.index();
    int imported = 0;
    ImportSection imports = module.importSection();
    for (int i = 0; i < imports.importCount(); i++) {
      if (imports.getImport(i) instanceof FunctionImport function) {
        if (imported++ == functionIndex) {
          return module.typeSection().getType(function.typeIndex());
        }
      }
    }
    int defined = functionIndex - imported;
    if (defined < 0 || defined >= module.functionSection().functionCount()) {
      // The engine checks this only when it makes an instance.
      throw new ExecFormatException(
          "exec format error: " + path + " exports function " + functionIndex + ", which it lacks");
    }
    return module.typeSection().getType(module.functionSection().getFunctionType(defined));
  }

  private static Signature signature(FunctionType type) {
    return new Signature(letters(type.params()), letters(type.returns()));
  }

  private static String letters(List<ValType> types) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < types.size(); i++) {
      ValType type = types.get(i);
      letters.append(
          type.equals(ValType.I32)
              ? 'i'
              : type.equals(ValType.I64)
                  ? 'I'
                  : type.equals(ValType.F32) ? 'f' : type.equals(ValType.F64) ? 'F' : '?');
    }
    return letters.toString();
  }

  private static String printable(String name) {
    return ModuleParser.printable(name, MAX_NAME_CHARS);
  }
}
