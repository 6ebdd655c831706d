package io.jwasm.sentry.platform;

import static io.jwasm.sentry.platform.WasmModule.call;
import static io.jwasm.sentry.platform.WasmModule.concat;
import static io.jwasm.sentry.platform.WasmModule.drop;
import static io.jwasm.sentry.platform.WasmModule.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.StartState;
import io.jwasm.sentry.platform.chicory.CompilerPlatform;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CompilerPlatformTest extends PlatformContract {
  private final Map<String, byte[]> entries = new HashMap<>();
  private final Map<String, StartState> starts = new HashMap<>();
  private int puts;
  private int startPuts;

  private final CodeCache cache =
      new CodeCache() {
        @Override
        public byte[] get(String key) {
          return entries.get(key);
        }

        @Override
        public void put(String key, byte[] code) {
          puts++;
          entries.put(key, code);
        }

        @Override
        public StartState start(String key) {
          return starts.get(key);
        }

        @Override
        public StartState putStart(String key, int address, ByteBuffer pages) {
          startPuts++;
          starts.put(key, StartState.inMemory(address, pages));
          return null;
        }
      };

  private final byte[] exit7 = kernelModule().exported("_start", "", "", call(1, 7)).build();

  @Override
  Platform platform() {
    return new CompilerPlatform();
  }

  @Test
  void theSecondLoadUsesTheCache() throws Exception {
    assertThat(runCached()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(runCached()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(puts).isEqualTo(1);
  }

  @Test
  void theSecondLoadUsesTheStartStateOfTheFirst() throws Exception {
    byte[] module =
        kernelModule()
            .memory(10, 10)
            .data(70_000, new byte[560_000])
            .data(629_998, "ok")
            .exported("_start", "", "", concat(call(0, 629_998, 2), call(1, 7)))
            .build();
    ModuleImage image = ModuleImage.of("/m.wasm", module);
    for (int load = 0; load < 2; load++) {
      assertThat(run(platform().load(image, "_start", table(), cache), MemoryLimit.none()))
          .isEqualTo(new ExitStatus.Exited(7));
    }
    assertThat(startPuts).isEqualTo(1);
    assertThat(starts).containsOnlyKeys(image.sha256() + ".start");
    assertThat(starts.values().iterator().next().end()).isEqualTo(630_784); // whole pages
    assertThat(printed()).isEqualTo("okok");
  }

  @Test
  void ofLittleDataNothingIsKept() throws Exception {
    byte[] module =
        kernelModule()
            .memory(10, 10)
            .data(0, new byte[400_000])
            .exported("_start", "", "", call(1, 7))
            .build();
    platform().load(ModuleImage.of("/m.wasm", module), "_start", table(), cache);
    assertThat(startPuts).isZero();
  }

  @Test
  void aDamagedEntryIsMadeAnew() throws Exception {
    runCached();
    String key = entries.keySet().iterator().next();
    byte[] good = entries.get(key);
    for (int position = 0; position < good.length; position += 97) {
      byte[] damaged = good.clone();
      damaged[position] ^= 0x40;
      entries.put(key, damaged);
      assertThat(runCached()).as("byte %d", position).isEqualTo(new ExitStatus.Exited(7));
      assertThat(entries.get(key)).as("byte %d", position).isEqualTo(good);
    }
    entries.put(key, new byte[] {1, 2, 3});
    assertThat(runCached()).isEqualTo(new ExitStatus.Exited(7));
  }

  @Test
  void theKeyNamesModuleEngineAndJdk() throws Exception {
    ModuleImage image = ModuleImage.of("/m.wasm", exit7);
    platform().load(image, "_start", table(), cache);
    assertThat(entries.keySet().iterator().next())
        .startsWith(image.sha256() + "-chicory-1.7.5-5-jdk")
        .matches("[A-Za-z0-9.-]+");
  }

  /** Who allowed more has compiled it; who allows less is not given that code. */
  @Test
  void aStricterLimitHoldsForCachedModulesToo() throws Exception {
    runCached();
    ModuleLimits strict = ModuleLimits.standard().with(ModuleLimit.INSTRUCTIONS, 1);
    ModuleImage image = ModuleImage.of("/m.wasm", exit7, strict);
    assertThatThrownBy(() -> platform().load(image, "_start", table(), cache))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageContaining("io.jwasm.limit.instructions");
  }

  @Test
  void aCachedModuleIsStillCheckedForItsEntry() throws Exception {
    runCached();
    assertThatThrownBy(
            () -> platform().load(ModuleImage.of("/m.wasm", exit7), "main", table(), cache))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage("/m.wasm exports no function main; name one as /m.wasm#function: _start");
  }

  /** A function beyond the JVM's limit is interpreted, whatever names the module has. */
  @Test
  void aFunctionThatIsTooLargeForTheJvmRuns() throws Exception {
    byte[][] drops = new byte[40_000][];
    Arrays.fill(drops, concat(i32(1), drop()));
    byte[] huge = concat(concat(drops), call(1, 7));
    byte[] module = kernelModule().exported("_start", "", "", huge).named(2, "_start").build();
    Program program =
        platform().load(ModuleImage.of("/m.wasm", module), "_start", table(), CodeCache.none());
    assertThat(run(program, MemoryLimit.none())).isEqualTo(new ExitStatus.Exited(7));
  }

  private ExitStatus runCached() throws Exception {
    ModuleImage image = ModuleImage.of("/m.wasm", exit7);
    return run(platform().load(image, "_start", table(), cache), MemoryLimit.none());
  }
}
