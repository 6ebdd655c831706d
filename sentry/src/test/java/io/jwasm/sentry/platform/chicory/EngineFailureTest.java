package io.jwasm.sentry.platform.chicory;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.WasmModule;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.platform.Execution;
import io.jwasm.sentry.platform.ModuleImage;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that fails where it should trap, or worse. */
final class EngineFailureTest {
  // (module (func (export "_start")))
  private static final ModuleImage MODULE =
      ModuleImage.of(
          "/m.wasm",
          HexFormat.of()
              .parseHex(
                  "0061736d010000000104016000000302010007" + "0a01065f737461727400000a040102000b"));

  private static final String SHA256 =
      "5647c39a1d25d8728350f9619025292a62e78a602068a2ad9b6f075751c93d99";

  @ParameterizedTest
  @ValueSource(
      classes = {
        ClassCastException.class,
        IndexOutOfBoundsException.class,
        NullPointerException.class,
        ArrayStoreException.class,
        NegativeArraySizeException.class,
        ArithmeticException.class,
        VerifyError.class,
        NoClassDefFoundError.class,
        AssertionError.class,
        InternalError.class
      })
  void anyOfItsExceptionsIsATrapThatNamesTheModuleToTheOperatorOnly(Class<? extends Throwable> type)
      throws Exception {
    Throwable bug = type.getDeclaredConstructor().newInstance();

    ExitStatus status = run(bug);

    assertThat(status.status()).isEqualTo(134);
    assertThat(status)
        .isInstanceOfSatisfying(
            ExitStatus.Trapped.class,
            trap -> {
              assertThat(trap.reason())
                  .isEqualTo("the engine failed (" + type.getSimpleName() + ")");
              assertThat(trap.detail())
                  .startsWith("module sha256:" + SHA256 + ": " + type.getName())
                  .contains(" at ");
            });
  }

  @Test
  void whatTheProgramUsedUpIsNoFailureOfTheEngine() throws Exception {
    assertThat(run(new OutOfMemoryError()).toString())
        .startsWith("Trapped[reason=out of memory: the program needs more heap than there is");
    assertThat(run(new OutOfMemoryError("Metaspace")).toString())
        .startsWith("Trapped[reason=out of memory: the program needs more metaspace than there is");
    assertThat(run(new StackOverflowError()))
        .isEqualTo(new ExitStatus.Trapped("call stack exhausted"));
  }

  private static ExitStatus run(Throwable bug) throws Exception {
    WasmModule module = ModuleParser.parse(MODULE);
    Linkage linkage = Linker.link(module, MODULE, "_start", SyscallTable.of(new SyscallSet[0]));
    MachineFactory broken =
        _ ->
            (_, _) -> {
              EngineFailureTest.<RuntimeException>raise(bug);
              return null;
            };
    try (Execution execution =
        new ChicoryProgram(MODULE, module, "_start", linkage, _ -> broken)
            .instantiate(MemoryFile.temporary(MemoryLimit.none()))) {
      return execution.run(null);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable bug) throws T {
    throw (T) bug;
  }
}
