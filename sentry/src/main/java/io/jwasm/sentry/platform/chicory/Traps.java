package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;

/**
 * Says in one line what happened in which guest function. The engine reports a trap as an exception
 * with a text; compiled code shows the function in its stack trace, interpreted code does not.
 */
final class Traps {
  private static final String GENERATED = "com.dylibso.chicory.$gen.";
  private static final String FUNCTION = "func_";
  private static final int MAX_NAME_CHARS = 80;
  private static final int MAX_REASON_CHARS = 120;

  private Traps() {}

  static String describe(ChicoryException trap, WasmModule module) {
    String message = trap.getMessage() == null ? "trap" : trap.getMessage();
    String name = message;
    if (message.startsWith("Trapped on unreachable")) {
      name = "unreachable";
    } else if (message.startsWith("out of bounds memory access")) {
      name = "out of bounds memory access";
    }
    Throwable where = trap.getCause() instanceof StackOverflowError deep ? deep : trap;
    return named(ModuleParser.printable(name, MAX_REASON_CHARS), where, module);
  }

  static String named(String name, Throwable where, WasmModule module) {
    int index = functionIndex(where);
    if (index < 0) {
      return name;
    }
    String function = functionName(module, index);
    return name + " in function " + index + (function == null ? "" : " (" + function + ")");
  }

  private static int functionIndex(Throwable where) {
    for (StackTraceElement frame : where.getStackTrace()) {
      if (frame.getClassName().startsWith(GENERATED)
          && frame.getMethodName().startsWith(FUNCTION)) {
        return Integer.parseInt(frame.getMethodName().substring(FUNCTION.length()));
      }
    }
    return -1;
  }

  /** Reads the name section only now; it is not validated and may be anything. */
  private static String functionName(WasmModule module, int index) {
    CustomSection section = module.customSection(ModuleParser.RAW_NAMES);
    if (!(section instanceof UnknownCustomSection raw)) {
      return null;
    }
    try {
      String name = NameCustomSection.parse(raw.bytes()).nameOfFunction(index);
      return name == null ? null : ModuleParser.printable(name, MAX_NAME_CHARS);
    } catch (RuntimeException e) {
      return null; // a malformed name section is no reason to say nothing about the trap
    }
  }
}
