package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.MountConfig;
import io.jwasm.sentry.MountPlan;
import io.jwasm.sentry.PreparedProcess;
import io.jwasm.sentry.ProcessSpec;
import io.jwasm.sentry.Sentry;
import io.jwasm.sentry.SentryConfig;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.Strace;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.platform.CodeCache;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.sentry.platform.ModuleLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A booted kernel runs a file of an image. */
final class HelloTest {
  /**
   * The module of
   *
   * <pre>
   * (module
   *   (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
   *   (memory (export "memory") 1)
   *   (data (i32.const 0) "\08\00\00\00\06\00\00\00hello\n")
   *   (func (export "_start") i32.const FD i32.const 0 i32.const 1 i32.const 20 call 0 drop))
   * </pre>
   */
  private static final String HELLO =
      "0061736d01000000"
          + "010c0260047f7f7f7f017f600000"
          + "02230116776173695f736e617073686f745f70726576696577310866645f77726974650000"
          + "03020101"
          + "0503010001"
          + "071302066d656d6f72790200065f73746172740001"
          + "0a0f010d0041FD41004101411410001a0b"
          + "0b14010041000b0e080000000600000068656c6c6f0a";

  /**
   * The module of
   *
   * <pre>
   * (module
   *   (import "env" "emscripten_notify_memory_growth" (func (param i32)))
   *   (memory (export "memory") 1 2)
   *   (func (export "_start")
   *     (loop
   *       (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1))
   *         (then (call 0 (i32.const 0)) (br 1))))
   *     (call 0 (i32.const -1))))
   * </pre>
   */
  private static final String GROWS =
      "0061736d01000000"
          + "01080260017f00600000"
          + "02270103656e761f656d736372697074656e5f6e6f746966795f6d656d6f72795f67726f7774680000"
          + "03020101"
          + "050401010102"
          + "071302066d656d6f72790200065f73746172740001"
          + "0a1b011900034041014000417f470440410010000c010b0b417f10000b";

  @TempDir private Path root;
  private final List<String> traced = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "interpreter"})
  void helloRuns(String platform) throws Exception {
    Files.write(root.resolve("hello.wasm"), module(1));
    PreparedProcess process = sentry(platform).prepare(spec("/hello.wasm"));
    assertThat(process.start().awaitExit()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(traced).containsExactly("fd_write(1, 0, 1, 0x14) = 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "interpreter"})
  void aModuleOfEmscriptenTellsOfGrowth(String platform) throws Exception {
    Files.write(root.resolve("grows.wasm"), HexFormat.of().parseHex(GROWS));
    PreparedProcess process = sentry(platform).prepare(spec("/grows.wasm"));
    assertThat(process.start().awaitExit()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(traced)
        .containsExactly(
            "emscripten_notify_memory_growth(0)", "emscripten_notify_memory_growth(0xffffffff)");
  }

  @Test
  void nothingRunsBeforeTheStart() throws Exception {
    Files.write(root.resolve("hello.wasm"), module(1));
    sentry("wasm").prepare(spec("/hello.wasm"));
    assertThat(traced).isEmpty();
  }

  @Test
  void aProgramIsFoundInPath() throws Exception {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.write(root.resolve("usr/bin/hello"), module(2));
    PreparedProcess process = sentry("wasm").prepare(spec("hello"));
    assertThat(process.start().awaitExit()).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    assertThatThrownBy(() -> sentry("wasm").prepare(spec("/nope.wasm")))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage("/nope.wasm: no such file or directory in the container");
  }

  private Sentry sentry(String platform) throws Exception {
    return Sentry.boot(
        new SentryConfig(
            platform,
            MountPlan.of(MountConfig.root(root.toString())),
            "host",
            "(none)",
            1 << 30,
            MemoryFile.temporary(MemoryLimit.none()),
            CodeCache.none(),
            Clock.host(),
            RandomSource.secureRandom(),
            PidsLimit.of(PidsLimit.DEFAULT),
            new Strace(traced::add)),
        Preview1.table());
  }

  private static ProcessSpec spec(String arg0) {
    return new ProcessSpec(
        List.of(arg0),
        List.of("PATH=/bin:/usr/bin"),
        "/",
        StdioConfig.absent(),
        StdioConfig.absent(),
        StdioConfig.absent(),
        1024,
        Credentials.of(0, 0),
        null,
        null,
        ModuleLimits.standard(),
        ThreadGroup.LEADER_STACK_BYTES);
  }

  private static byte[] module(int fd) {
    return HexFormat.of().parseHex(HELLO.replace("FD", "0" + fd));
  }
}
