package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.ImportSection;
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

  private final WasmModule module;
  private final String path;

  private Linker(WasmModule module, String path) {
    this.module = module;
    this.path = path;
  }

  /**
   * Returns the system calls that the module imports, in the order of its imports.
   *
   * @throws ExecFormatException for an import that the table does not have or not in this type, and
   *     when the module does not export the entry function or it cannot be run
   */
  static List<Syscall> link(
      WasmModule module, ModuleImage image, String entry, SyscallTable syscalls)
      throws ExecFormatException {
    Linker linker = new Linker(module, image.path());
    try {
      linker.checkEntry(entry);
      return linker.imports(syscalls);
    } catch (RuntimeException e) {
      // The engine checks some indices of a module only when they are used.
      throw ModuleParser.invalid(image, ModuleParser.reason(e), e);
    }
  }

  private List<Syscall> imports(SyscallTable syscalls) throws ExecFormatException {
    ImportSection section = module.importSection();
    List<Syscall> found = new ArrayList<>(section.importCount());
    for (int i = 0; i < section.importCount(); i++) {
      found.add(resolve(section.getImport(i), syscalls));
    }
    return found;
  }

  private Syscall resolve(Import wanted, SyscallTable syscalls) throws ExecFormatException {
    String name = printable(wanted.module()) + "." + printable(wanted.name());
    if (!(wanted instanceof FunctionImport function)) {
      throw new ExecFormatException(
          path
              + ": unknown import "
              + name
              + ": it is a "
              + wanted.importType().name().toLowerCase(Locale.ROOT)
              + ", jwasm offers only functions");
    }
    Syscall call = syscalls.find(wanted.module(), wanted.name());
    if (call == null) {
      throw new ExecFormatException(
          path + ": unknown import " + name + ": jwasm offers " + syscalls.modules());
    }
    Signature wantedType = signature(module.typeSection().getType(function.typeIndex()));
    if (!wantedType.equals(call.signature())) {
      throw new ExecFormatException(
          path
              + ": import "
              + name
              + " has type "
              + wantedType
              + ", it must be "
              + call.signature());
    }
    return call;
  }

  private void checkEntry(String entry) throws ExecFormatException {
    ExportSection exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      Export export = exports.getExport(i);
      if (export.name().equals(entry) && export.exportType() == ExternalType.FUNCTION) {
        checkEntryType(entry, typeOf(export.index()));
        return;
      }
    }
    throw new ExecFormatException(
        path + " exports no function " + printable(entry) + "; " + remedy());
  }

  private void checkEntryType(String entry, FunctionType type) throws ExecFormatException {
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

  private FunctionType typeOf(int functionIndex) throws ExecFormatException {
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
