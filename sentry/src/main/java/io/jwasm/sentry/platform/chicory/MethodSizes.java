package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Finds the functions that do not fit a method of the JVM, 64 KiB, and have to be interpreted. Left
 * alone the compiler finds them one by one and begins anew each time: CPython has six, and took
 * nine times as long.
 */
final class MethodSizes {
  /** Real code becomes 2.06 bytes or more per instruction: what is longer cannot fit. */
  private static final int SURELY_TOO_LONG = 32_000;

  /** Real code becomes less than 4.9 bytes per instruction: what is shorter fits. */
  private static final int SURELY_FITS = 12_000;

  /** {@code (module (func unreachable))}. */
  private static final String NO_CODE = "0061736d0100000001040160000003020100" + "0a05010300000b";

  private MethodSizes() {}

  /** Returns the numbers of the functions that do not fit, imports counted first. */
  static Set<Integer> tooLarge(WasmModule module) {
    int imports = module.importSection().count(ExternalType.FUNCTION);
    Set<Integer> found = new HashSet<>();
    boolean doubtful = false;
    CodeSection code = module.codeSection();
    for (int i = 0; i < code.functionBodyCount(); i++) {
      long length = length(code.getFunctionBody(i));
      if (length > SURELY_TOO_LONG) {
        found.add(imports + i);
      } else if (length > SURELY_FITS) {
        doubtful = true;
      }
    }
    if (doubtful) {
      found.addAll(
          Compiler.builder(onlyDoubtful(module))
              .withInterpreterFallback(InterpreterFallback.SILENT)
              .withClassCollectorFactory(ByteClassCollector::new)
              .build()
              .compile()
              .interpretedFunctions());
    }
    return found;
  }

  /** The module with code in those functions only whose size has to be tried. */
  private static WasmModule onlyDoubtful(WasmModule module) {
    FunctionBody empty =
        Parser.parse(HexFormat.of().parseHex(NO_CODE)).codeSection().getFunctionBody(0);
    CodeSection.Builder code = CodeSection.builder();
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      FunctionBody body = module.codeSection().getFunctionBody(i);
      long length = length(body);
      code.addFunctionBody(length > SURELY_FITS && length <= SURELY_TOO_LONG ? body : empty);
    }
    WasmModule.Builder reduced =
        WasmModule.builder()
            .withValidation(false)
            .setTypeSection(module.typeSection())
            .setImportSection(module.importSection())
            .setFunctionSection(module.functionSection())
            .setTableSection(module.tableSection())
            .setGlobalSection(module.globalSection())
            .setExportSection(module.exportSection())
            .setElementSection(module.elementSection())
            .setDataSection(module.dataSection())
            .setCodeSection(code.build());
    module.memorySection().ifPresent(reduced::setMemorySection);
    module.tagSection().ifPresent(reduced::setTagSection);
    return reduced.build();
  }

  private static long length(FunctionBody body) {
    List<AnnotatedInstruction> instructions = body.instructions();
    long length = instructions.size();
    if (length > SURELY_TOO_LONG) {
      return length;
    }
    for (int i = 0; i < instructions.size(); i++) {
      AnnotatedInstruction instruction = instructions.get(i);
      if (instruction.opcode() == OpCode.BR_TABLE) {
        length += instruction.operandCount();
      }
    }
    return length;
  }
}
