package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;

/** The engine's interpreter, which also knows the function that a trap came from. */
final class Interpreter extends InterpreterMachine {
  private static final int NONE = -1;

  private int trapped = NONE;

  Interpreter(Instance instance) {
    super(instance);
  }

  /** Returns the index of the innermost function that a trap left, or -1. */
  int trapped() {
    return trapped;
  }

  @Override
  protected long[] call(
      MStack stack,
      Instance instance,
      Deque<StackFrame> callStack,
      int function,
      long[] args,
      FunctionType type,
      boolean popResults) {
    try {
      return super.call(stack, instance, callStack, function, args, type, popResults);
    } catch (WasmException e) {
      throw e; // the program's own, which it may catch
    } catch (RuntimeException | Error e) {
      if (trapped == NONE) {
        trapped = function;
      }
      throw e;
    }
  }
}
