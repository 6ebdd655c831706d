package io.jwasm.sentry.platform;

import static io.jwasm.sentry.platform.WasmModule.bytes;
import static io.jwasm.sentry.platform.WasmModule.call;
import static io.jwasm.sentry.platform.WasmModule.concat;
import static io.jwasm.sentry.platform.WasmModule.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.platform.chicory.CompilerPlatform;
import io.jwasm.sentry.platform.chicory.InterpreterPlatform;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each limit holds at its value and not below, and says which it is. */
@Tag("security")
final class ModuleLimitsTest {
  private static final SyscallTable NO_CALLS = SyscallTable.of();

  /** Holds more than one of everything that can be counted, and imports nothing. */
  private static final byte[] MODULE = module();

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COMPILE_SECONDS", "IMPORTS", "TAGS"})
  void aLimitHoldsWhereItIsSet(ModuleLimit limit) {
    assertHolds(MODULE, limit);
  }

  @Test
  void importsAreCounted() {
    byte[] module =
        new WasmModule()
            .importing("test", "a", "", "")
            .importing("test", "b", "", "")
            .importing("test", "c", "", "")
            .build();
    assertRefused(module, ModuleLimit.IMPORTS, 2, 3);
  }

  @Test
  void tagsAreCounted() {
    byte[] tags = bytes(0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 13, 5, 2, 0, 0, 0, 0);
    assertRefused(tags, ModuleLimit.TAGS, 1, 2);
  }

  @Test
  void aModuleThatTakesLongerThanItsTimeIsLeftAlone() {
    // 10,000 loops side by side, each of which the engine compares with all others
    byte[] loops = new byte[30_000];
    for (int i = 0; i < loops.length; i += 3) {
      loops[i] = 0x03;
      loops[i + 1] = 0x40;
      loops[i + 2] = 0x0b;
    }
    WasmModule module = new WasmModule().exported("_start", "", "", loops);
    for (int i = 0; i < 100; i++) {
      module.function("", "", loops);
    }
    byte[] built = module.build();
    for (Platform platform : List.of(new CompilerPlatform(), new InterpreterPlatform())) {
      assertThatThrownBy(() -> load(platform, built, ModuleLimit.COMPILE_SECONDS, 1))
          .isInstanceOf(ExecFormatException.class)
          .hasMessage(
              "/m.wasm takes more than 1 s of processor time to load, which its size does not"
                  + " explain; the annotation io.jwasm.limit.compile-seconds sets the limit");
    }
  }

  @Test
  void theTimeIsByTheNumberOfInstructions() {
    ModuleLimits limits = ModuleLimits.standard();
    assertThat(limits.compileSeconds(0)).isEqualTo(5);
    assertThat(limits.compileSeconds(12_000_000)).isEqualTo(125);
    assertThat(limits.with(ModuleLimit.COMPILE_SECONDS, 7).compileSeconds(12_000_000)).isEqualTo(7);
  }

  /** Only the last one's instructions would be counted, and an engine may read them all. */
  @Test
  void aSecondCodeSectionIsRefused() {
    byte[] module = new WasmModule().exported("_start", "", "", new byte[0]).build();
    byte[] twice = Arrays.copyOf(module, module.length + 3);
    System.arraycopy(new byte[] {10, 1, 0}, 0, twice, module.length, 3);
    assertThatThrownBy(() -> ModuleScan.of(ModuleImage.of("/m.wasm", twice)))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageEndingWith("it has more than one section 10");
  }

  @Test
  void aValueAboveTheCeilingIsTheCeiling() {
    ModuleLimits limits = ModuleLimits.standard().with(ModuleLimit.TYPES, Integer.MAX_VALUE);
    assertThat(limits.of(ModuleLimit.TYPES)).isEqualTo(1_000_000);
    assertThat(limits.of(ModuleLimit.FUNCTIONS)).isEqualTo(100_000);
  }

  private static void assertHolds(byte[] module, ModuleLimit limit) {
    // found by halving, so that the module need not be counted by hand
    int refused = 0;
    int taken = limit.ceiling();
    while (taken - refused > 1) {
      int middle = refused + (taken - refused) / 2;
      if (scans(module, limit, middle)) {
        taken = middle;
      } else {
        refused = middle;
      }
    }
    int most = taken;
    assertThat(most).as("%s in the module", limit).isPositive();
    assertRefused(module, limit, most - 1, most);
    for (Platform platform : List.of(new CompilerPlatform(), new InterpreterPlatform())) {
      assertThatCode(() -> load(platform, module, limit, most)).doesNotThrowAnyException();
    }
  }

  private static boolean scans(byte[] module, ModuleLimit limit, int value) {
    try {
      load(new InterpreterPlatform(), module, limit, value);
      return true;
    } catch (ExecFormatException e) {
      return false;
    }
  }

  private static void assertRefused(byte[] module, ModuleLimit limit, int value, int least) {
    for (Platform platform : List.of(new CompilerPlatform(), new InterpreterPlatform())) {
      assertThatThrownBy(() -> load(platform, module, limit, value))
          .isInstanceOf(ExecFormatException.class)
          .hasMessageStartingWith("exec format error: /m.wasm has ")
          .hasMessageContaining(" " + limit.what() + ", the limit is " + value)
          .hasMessageEndingWith(
              "; the annotation io.jwasm.limit."
                  + limit.key()
                  + " sets it, up to "
                  + limit.ceiling())
          .satisfies(
              e -> assertThat(number(e.getMessage())).isBetween((long) value + 1, (long) least));
    }
  }

  private static long number(String message) {
    String rest = message.substring("exec format error: /m.wasm has ".length());
    return Long.parseLong(rest.substring(0, rest.indexOf(' ')));
  }

  private static void load(Platform platform, byte[] module, ModuleLimit limit, int value)
      throws ExecFormatException {
    ModuleLimits limits = ModuleLimits.standard().with(limit, value);
    platform.load(ModuleImage.of("/m.wasm", module, limits), "_start", NO_CALLS, CodeCache.none());
  }

  private static byte[] module() {
    byte[] blocks = bytes(0x02, 0x40, 0x03, 0x40, 0x03, 0x40, 0x0b, 0x0b, 0x0b);
    byte[] table = bytes(0x41, 0, 0x0e, 3, 0, 0, 0, 0);
    return new WasmModule()
        .table(3, 10)
        .table(4, 10)
        .memory(1, 2, "m")
        .memory(1, 2, "n")
        .global(1)
        .global(2)
        .data(0, "a")
        .data(8, "b")
        .exported("_start", "", "", concat(blocks, call(1, 1, 2), table))
        .function("ii", "", concat(i32(1), bytes(0x1a)))
        .function("ii", "", concat(i32(1), bytes(0x1a)))
        .element(0, 1, 2)
        .element(1, 0)
        .named(0, "_start")
        .named(1, "f")
        .build();
  }
}
