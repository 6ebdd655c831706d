package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CustomSection;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.platform.ModuleImage;

/**
 * Says in one line what happened in which guest function. The engine reports a trap as an exception
 * with a text; compiled code shows the function in its stack trace, and {@link Interpreter} keeps
 * its number.
 */
final class Traps {
  private static final String GENERATED = "com.dylibso.chicory.$gen.";
  private static final String FUNCTION = "func_";
  private static final int NONE = -1;
  private static final int MAX_NAME_CHARS = 80;
  private static final int MAX_REASON_CHARS = 120;

  private final WasmModule module;
  private final Machine machine;

  Traps(WasmModule module, Machine machine) {
    this.module = module;
    this.machine = machine;
  }

  String describe(ChicoryException trap) {
    String message = trap.getMessage() == null ? "trap" : trap.getMessage();
    String name = message;
    if (message.startsWith("Trapped on unreachable")) {
      name = "unreachable";
    } else if (message.startsWith("out of bounds memory access")) {
      name = "out of bounds memory access";
    }
    Throwable where = trap.getCause() instanceof StackOverflowError deep ? deep : trap;
    return named(ModuleParser.printable(name, MAX_REASON_CHARS), where);
  }

  String named(String name, Throwable where) {
    int index = functionIndex(where);
    if (index < 0) {
      return name;
    }
    String function = functionName(module, index);
    return name + " in function " + index + (function == null ? "" : " (" + function + ")");
  }

  /**
   * A bug of the engine, which the program has found: the operator learns of which module, and
   * where.
   */
  ExitStatus.Trapped engineFailure(Throwable bug, ModuleImage image) {
    StackTraceElement[] trace = bug.getStackTrace();
    String detail =
        "module sha256:"
            + image.sha256()
            + ": "
            + ModuleParser.printable(bug.toString(), MAX_REASON_CHARS)
            + (trace.length == 0 ? "" : " at " + trace[0]);
    return new ExitStatus.Trapped(
        named("the engine failed (" + bug.getClass().getSimpleName() + ")", bug), detail);
  }

  private int functionIndex(Throwable where) {
    if (machine instanceof Interpreter interpreter) {
      return interpreter.trapped();
    }
    for (StackTraceElement frame : where.getStackTrace()) {
      if (frame.getClassName().startsWith(GENERATED)
          && frame.getMethodName().startsWith(FUNCTION)) {
        return Integer.parseInt(frame.getMethodName().substring(FUNCTION.length()));
      }
    }
    return NONE;
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
    } catch (RuntimeException | OutOfMemoryError e) {
      return null; // a malformed or endless name section is no reason to say nothing of the trap
    }
  }
}
