package io.jwasm.wasi.preview1;

import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.wasi.WasiCall;
import io.jwasm.wasi.emscripten.Emscripten;
import io.jwasm.wasi.threads.WasiThreads;
import io.jwasm.wasi.wasmedge.WasmEdge;
import java.util.ArrayList;
import java.util.List;

/**
 * WASI preview 1 as a set of system calls. The functions are data in {@link Functions}; code for
 * one of them is made when a module imports it.
 */
public final class Preview1 implements SyscallSet {
  /** Import module of today's toolchains. */
  public static final String SNAPSHOT_1 = "wasi_snapshot_preview1";

  /** Import module of toolchains of 2019, with other layouts for some functions. */
  public static final String UNSTABLE = "wasi_unstable";

  /** Made by {@link #table}. */
  Preview1() {}

  /**
   * Returns the table of a kernel that runs WASI programs: this, what starts threads, and what
   * emscripten and WasmEdge add.
   */
  public static SyscallTable table() {
    return SyscallTable.of(
        new Preview1(),
        new WasiThreads(),
        new Emscripten(),
        WasmEdge.version1(),
        WasmEdge.version2());
  }

  @Override
  public List<String> modules() {
    return List.of(SNAPSHOT_1, UNSTABLE);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(Functions.ALL.length);
    for (Functions.Function function : Functions.ALL) {
      names.add(function.name());
    }
    return names;
  }

  @Override
  public Syscall find(String module, String name) {
    boolean unstable = module.equals(UNSTABLE);
    if (!unstable && !module.equals(SNAPSHOT_1)) {
      return null;
    }
    for (Functions.Function function : Functions.ALL) {
      if (function.name().equals(name)) {
        return syscall(module, function, implementation(name, unstable));
      }
    }
    return null;
  }

  private static Syscall syscall(String module, Functions.Function function, WasiCall call) {
    return new Syscall(
        module,
        function.name(),
        function.signature(),
        function.support(),
        function.note(),
        WasiCall.bind(function.name(), call));
  }

  private static WasiCall implementation(String name, boolean unstable) {
    WasiCall older = unstable ? UnstableCalls.named(name) : null;
    return older == null ? implementation(name) : older;
  }

  private static WasiCall implementation(String name) {
    int underscore = name.indexOf('_');
    return switch (name.substring(0, underscore)) {
      case "args", "environ" -> ArgsCalls.named(name);
      case "clock" -> ClockCalls.named(name);
      case "fd" -> FdCalls.named(name);
      case "path" -> PathCalls.named(name);
      case "poll" -> PollCalls::oneoff;
      case "proc" -> ProcCalls.named(name);
      case "random" -> RandomCalls::get;
      case "sched" -> SchedCalls::schedYield;
      case "sock" -> SockCalls.named(name);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
