package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of WasmEdge's socket extension that are not preview 1's own.
 *
 * @see <a
 *     href="https://github.com/WasmEdge/WasmEdge/blob/master/lib/host/wasi/wasimodule.cpp">wasimodule.cpp</a>
 */
public final class WasmEdge implements SyscallSet {
  /** Import module. */
  public static final String MODULE = "wasi_snapshot_preview1";

  private final List<Function> functions;

  private WasmEdge(List<Function> functions) {
    this.functions = functions;
  }

  /** Returns all functions, in the types that they first had. */
  public static WasmEdge version1() {
    return new WasmEdge(Functions.VERSION_1);
  }

  /** Returns the functions that have got another type since, in that. */
  public static WasmEdge version2() {
    return new WasmEdge(Functions.VERSION_2);
  }

  @Override
  public List<String> modules() {
    return List.of(MODULE);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(functions.size());
    for (Function function : functions) {
      names.add(function.name());
    }
    return names;
  }

  @Override
  public Syscall find(String module, String name) {
    if (!module.equals(MODULE)) {
      return null;
    }
    for (Function function : functions) {
      if (function.name().equals(name)) {
        return function.syscall();
      }
    }
    return null;
  }
}
