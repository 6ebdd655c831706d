package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleImage;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.MethodTooLargeException;

/** A module that was compiled: ready to be instantiated, and the code to be kept. */
record Compiled(ChicoryProgram program, CodeContainer code) {
  /** Functions that the class which dispatches calls has room for. */
  private static final int MOST_INTERPRETED = 2_000;

  /** How often it may turn out only at the end that one more function is too large. */
  private static final int MOST_ATTEMPTS = 8;

  private static final String FUNCTION = "func_";

  /**
   * Parses, checks, links and compiles.
   *
   * <p>Errors: {@link ExecFormatException} for everything that is wrong with the module. What the
   * engine throws besides is not caught.
   */
  static Compiled of(ModuleImage image, String entry, SyscallTable syscalls)
      throws ExecFormatException {
    WasmModule module = ModuleParser.parse(image);
    Linkage linkage = Linker.link(module, image, entry, syscalls);
    try {
      CodeContainer code = compile(image, module);
      CodeLoader loader = new CodeLoader(code);
      return new Compiled(new ChicoryProgram(image, module, entry, linkage, loader), code);
    } catch (ChicoryException | LinkageError e) {
      throw new ExecFormatException(
          image.path() + " cannot be compiled: " + ModuleParser.reason(e), e);
    }
  }

  private static CodeContainer compile(ModuleImage image, WasmModule module)
      throws ExecFormatException {
    Set<Integer> interpreted = MethodSizes.tooLarge(module);
    for (int attempt = 1; ; attempt++) {
      if (interpreted.size() > MOST_INTERPRETED) {
        throw new ExecFormatException(
            image.path()
                + " has more than "
                + MOST_INTERPRETED
                + " functions that are too long for the compiler; --platform=interpreter runs it");
      }
      try {
        return compile(module, interpreted);
      } catch (ChicoryException e) {
        int function = tooLarge(e);
        if (function < 0 || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        // Constants beyond the 256th take a byte more than where its size was tried.
        interpreted.add(function);
      }
    }
  }

  private static CodeContainer compile(WasmModule module, Set<Integer> interpreted) {
    CompilerResult result =
        Compiler.builder(module)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .withInterpretedFunctions(interpreted)
            .withClassCollectorFactory(ByteClassCollector::new)
            .build()
            .compile();
    Map<String, byte[]> classes =
        ShadedClass.changed(
            result.classBytes(), writer -> new InterruptionLooks(new LoadsAndStores(writer)));
    return CodeContainer.of(result.collector().mainClassName(), classes);
  }

  private static int tooLarge(ChicoryException failure) {
    return failure.getCause() instanceof MethodTooLargeException e
            && e.getMethodName().startsWith(FUNCTION)
        ? Integer.parseInt(e.getMethodName().substring(FUNCTION.length()))
        : -1;
  }
}
