package io.jwasm.sentry.platform;

import static io.jwasm.sentry.platform.WasmModule.bytes;
import static io.jwasm.sentry.platform.WasmModule.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.platform.chicory.CompilerPlatform;
import io.jwasm.sentry.platform.chicory.InterpreterPlatform;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged modules through the whole way to an instance, on both platforms: each is loaded, or
 * refused in one sentence, soon. {@code -Djwasm.fuzz.modules=} and {@code -Djwasm.fuzz.seed=}
 * choose how many and which.
 */
@Tag("security")
@Timeout(7200)
final class ModuleFuzzTest {
  private static final int MODULES =
      Integer.getInteger(
          "jwasm.fuzz.modules", Boolean.getBoolean("jwasm.campaign") ? 1_000_000 : 100_000);
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_121L);

  /** Tables of ten million elements, which are allowed, would be all that the test does. */
  private static final ModuleLimits LIMITS =
      ModuleLimits.standard().with(ModuleLimit.TABLE_ELEMENTS, 10_000);

  /** Most of the features that an engine has. */
  private static final String FEATURES =
      "0061736d0100000001140460000060027f7f027f7e60027f7f0060017f00021a02047465737405707269"
          + "6e740002047465737404657869740003030504000001000408027001040a6f0002050401010104061703"
          + "7f0141070b7e00427f0b7c0044000000000000e03f0b071302066d656d6f72790200065f737461727400"
          + "050910030041000b02020301000102030001030c01020a98010402000b0f03017f017e017d034041000d"
          + "000b0b070020002001ad0b7b02017f017e02400240024023000e03020100020b0b10020b410111000041"
          + "01410210041a1a410041004103fc080100fc0901410041084104fc0a0000410041014102fc0b00410025"
          + "001ad06f4101fc0f011a2302fc021a410140004504400f05010b430000803f430000004041001b1a4108"
          + "41051000410010010b0b14020041080b0568656c6c6f010770617373697665";

  private static final String THREADS_AND_TAIL_CALLS =
      "0061736d01000000010d0360000060017f0060017f017f020e01047465737405656e7465720000030302"
          + "02000504010301020d03010001070a01065f737461727400020a290211002000047f200041016b120105"
          + "41030b0b1500410410011a41004101fe1e02001afe030010000b";

  /** The guest of the integration tests. */
  private static final String CAT =
      "0061736d0100000001100360047f7f7f7f017f60017f0060000002670316776173695f736e617073686f"
          + "745f70726576696577310766645f72656164000016776173695f736e617073686f745f70726576696577"
          + "310866645f7772697465000016776173695f736e617073686f745f70726576696577310970726f635f65"
          + "786974000103030201020503010002071302066d656d6f72790200065f737461727400040a8301020f00"
          + "2000044041e40020006a10020b0b7101027f024003404100418080043602004104418080043602004100"
          + "41004101410810001003418080042100410828020021012001450d010340410020003602004104200136"
          + "0200410141004101410810011003200041082802006a2100200141082802006b210120010d000b0c000b"
          + "0b0b";

  private final SyscallTable syscalls = SyscallTable.of(new AnyCall());
  private final Platform interpreter = new InterpreterPlatform();
  private final Platform compiler = new CompilerPlatform();
  private final Map<String, Integer> engineBugs = new TreeMap<>();
  private int valid;
  private int raw;

  @Test
  void aDamagedModuleIsLoadedOrRefused() throws IOException {
    ModuleMutator mutator = new ModuleMutator(SEED, seeds());
    long slowestNanos = 0;
    for (int i = 0; i < MODULES; i++) {
      byte[] module = mutator.next();
      long begin = System.nanoTime();
      if (refusal(interpreter, module, i) == null) {
        valid++;
        refusal(compiler, module, i);
      }
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
    }
    System.out.println(
        "figure: raw exceptions of the load path: "
            + raw
            + " of "
            + MODULES
            + " module mutants, "
            + valid
            + " of them valid, slowest "
            + slowestNanos / 1_000_000
            + " ms (goal 0 of 1000000)");
    System.out.println("exceptions of the engine that were caught: " + engineBugs);
    assertThat(raw).isZero();
    assertThat(valid).as("mutants that are still valid").isGreaterThan(MODULES / 1000);
  }

  @Test
  void theSeedsAreValid() throws IOException {
    for (byte[] seed : seeds()) {
      assertThat(refusal(interpreter, seed, 0)).isNull();
      assertThat(refusal(compiler, seed, 0)).isNull();
    }
  }

  /** Why the module is refused; null when it is not. */
  private String refusal(Platform platform, byte[] module, int number) throws IOException {
    ModuleImage image = ModuleImage.of("/m.wasm", module, LIMITS);
    MemoryFile pages = MemoryFile.temporary(MemoryLimit.ofBytes(64L << 20));
    try {
      platform.load(image, "_start", syscalls, CodeCache.none()).instantiate(pages).close();
      return null;
    } catch (ExecFormatException e) {
      String message = e.getMessage();
      if (message.indexOf('\n') >= 0 || message.contains("processor time")) {
        fail(module, number, e);
      }
      if (message.contains("[engine bug")) {
        engineBugs.merge(e.getCause().getClass().getSimpleName(), 1, Integer::sum);
      }
      return message;
    } catch (ErrnoException e) {
      return e.errno().text(); // no memory, which a mutant may ask for
    } catch (RuntimeException | Error e) {
      fail(module, number, e);
      return e.toString();
    }
  }

  private void fail(byte[] module, int number, Throwable e) {
    raw++;
    System.out.println(
        "module " + number + " of seed " + SEED + ": " + HexFormat.of().formatHex(module));
    e.printStackTrace(System.out);
  }

  private static List<byte[]> seeds() {
    return List.of(
        HexFormat.of().parseHex(FEATURES),
        HexFormat.of().parseHex(THREADS_AND_TAIL_CALLS),
        HexFormat.of().parseHex(CAT),
        new WasmModule()
            .importing("test", "print", "ii", "")
            .importingSharedMemory("env", "memory", 1, 2)
            .data(8, "x")
            .exported("_start", "", "", call(0, 8, 1))
            .start(1)
            .named(1, "_start")
            .build(),
        new WasmModule().exported("_start", "", "", bytes(0)).build());
  }

  /** Has the functions that the seeds ask for. */
  private static final class AnyCall implements SyscallSet {
    private static final Map<String, Signature> SIGNATURES =
        Map.of(
            "print", new Signature("ii", ""),
            "exit", new Signature("i", ""),
            "enter", new Signature("", ""),
            "fd_read", new Signature("iiii", "i"),
            "fd_write", new Signature("iiii", "i"),
            "proc_exit", new Signature("i", ""));

    @Override
    public List<String> modules() {
      return List.of("test", "wasi_snapshot_preview1");
    }

    @Override
    public List<String> names() {
      return SIGNATURES.keySet().stream().sorted().toList();
    }

    @Override
    public Syscall find(String module, String name) {
      Signature signature = SIGNATURES.get(name);
      return signature == null || !modules().contains(module)
          ? null
          : new Syscall(module, name, signature, Support.FULL, "", (_, _) -> 0);
    }
  }
}
