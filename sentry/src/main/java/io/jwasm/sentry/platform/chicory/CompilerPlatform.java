package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.mm.StartState;
import io.jwasm.sentry.platform.CodeCache;
import io.jwasm.sentry.platform.CodeKey;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.ModuleScan;
import io.jwasm.sentry.platform.Platform;
import io.jwasm.sentry.platform.Program;
import java.util.HexFormat;

/** Compiles a module to JVM bytecode before it runs; {@code --platform=wasm}, the default. */
public final class CompilerPlatform implements Platform {
  public static final String NAME = "wasm";

  /** Names the code that the engine makes; part of the key of every cache entry. */
  private static final String ENGINE = "chicory-1.7.5";

  /** To be changed with everything here that changes the code without changing the engine. */
  private static final String FLAGS = "5";

  /**
   * (module (import "a" "b" (func)) (memory 1) (func (export "_start")) (data (i32.const 0) "")).
   */
  private static final String SMALL_MODULE =
      "0061736d01000000"
          + "010401600000"
          + "0207010161016200"
          + "00"
          + "03020100"
          + "0503010001"
          + "070a01065f73746172740001"
          + "0a040102000b"
          + "0b06010041000b00";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void warmUp() {
    try {
      ModuleParser.parseValidated(ModuleImage.of("warm-up", HexFormat.of().parseHex(SMALL_MODULE)));
    } catch (ExecFormatException e) {
      throw new IllegalStateException("the module for warming up is valid", e);
    }
  }

  @Override
  public Program load(ModuleImage image, String entry, SyscallTable syscalls, CodeCache cache)
      throws ExecFormatException {
    ModuleScan scan = ModuleScan.of(image);
    String key = "";
    if (cache != CodeCache.none()) {
      key = CodeKey.of(image, ENGINE, FLAGS);
      CodeContainer cached = CodeContainer.decode(cache.get(key));
      if (cached != null) {
        // The entry exists only because the module passed validation when it was made.
        WasmModule module = ModuleParser.parseValidated(image);
        Linkage linkage = Linker.link(module, image, entry, syscalls);
        try {
          CodeLoader loader = new CodeLoader(cached);
          StartState start = ActiveData.startState(image, scan, module, cache);
          return new ChicoryProgram(image, module, entry, linkage, loader).startingWith(start);
        } catch (LinkageError e) {
          // Damaged in a way that its checksum does not show: made anew below.
        }
      }
    }
    int instructions = InstructionScan.count(image, scan);
    Compiled compiled =
        LoadThread.load(image, instructions, () -> Compiled.of(image, entry, syscalls));
    if (!key.isEmpty()) {
      cache.put(key, compiled.code().encode());
    }
    ChicoryProgram program = compiled.program();
    return program.startingWith(ActiveData.startState(image, scan, program.module(), cache));
  }
}
