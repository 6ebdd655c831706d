package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.platform.CodeCache;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.ModuleScan;
import io.jwasm.sentry.platform.Platform;
import io.jwasm.sentry.platform.Program;

/** Interprets a module; {@code --platform=interpreter}. Slow, but starts any module quickly. */
public final class InterpreterPlatform implements Platform {
  public static final String NAME = "interpreter";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Program load(ModuleImage image, String entry, SyscallTable syscalls, CodeCache cache)
      throws ExecFormatException {
    ModuleScan scan = ModuleScan.of(image);
    ChicoryProgram program =
        LoadThread.load(
            image,
            InstructionScan.count(image, scan),
            () -> {
              WasmModule module = ModuleParser.parse(image);
              Linkage linkage = Linker.link(module, image, entry, syscalls);
              return new ChicoryProgram(image, module, entry, linkage, _ -> Interpreter::new);
            });
    return program.startingWith(
        ActiveData.startState(image, scan, program.module(), CodeCache.none()));
  }
}
