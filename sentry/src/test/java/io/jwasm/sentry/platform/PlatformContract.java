package io.jwasm.sentry.platform;

import static io.jwasm.sentry.platform.WasmModule.bytes;
import static io.jwasm.sentry.platform.WasmModule.call;
import static io.jwasm.sentry.platform.WasmModule.concat;
import static io.jwasm.sentry.platform.WasmModule.drop;
import static io.jwasm.sentry.platform.WasmModule.i32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Code;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.Signal;
import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.TaskExit;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.mm.PageAllocatorConfig;
import io.jwasm.sentry.mm.PageAllocators;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every platform must do. Its kernel has three calls: print, exit and enter. */
@Timeout(60)
@SuppressWarnings("JavaLangClash")
abstract class PlatformContract {
  private static final int UNREACHABLE = 0x00;

  private final StringBuilder printed = new StringBuilder();
  private final CountDownLatch entered = new CountDownLatch(1);

  /** What the call {@code enter} throws, or null. */
  private RuntimeException bug;

  abstract Platform platform();

  @Test
  void helloPrintsAndExitsWithZero() throws Exception {
    byte[] hello =
        kernelModule()
            .memory(1, 1)
            .data(8, "hello\n")
            .exported("_start", "", "", call(0, 8, 6))
            .build();
    assertThat(run(hello)).isEqualTo(new ExitStatus.Exited(0));
    assertThat(printed).hasToString("hello\n");
  }

  @Test
  void exitInsideACallEndsWithItsCode() throws Exception {
    byte[] module = kernelModule().exported("_start", "", "", call(1, 42)).build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(42));
  }

  @Test
  void unreachableTraps() throws Exception {
    byte[] module =
        kernelModule()
            .exported("_start", "", "", call(4))
            .function("", "", bytes(UNREACHABLE))
            .named(4, "foo")
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Trapped("unreachable in function 4 (foo)"));
  }

  @Test
  void aFunctionWithoutANameIsNamedByItsNumber() throws Exception {
    byte[] module = kernelModule().exported("_start", "", "", bytes(UNREACHABLE)).build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Trapped("unreachable in function 3"));
  }

  @Test
  void loadBeyondTheMemoryTraps() throws Exception {
    // i32.load align=2 offset=0 of the memory's last three bytes
    byte[] code = concat(i32(65533), bytes(0x28, 2, 0), drop());
    byte[] module = kernelModule().memory(1, 1).exported("_start", "", "", code).build();
    assertThat(run(module))
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in function 3"));
  }

  @Test
  void loadAtTheTopOfTheAddressSpaceTraps() throws Exception {
    byte[] code = concat(i32(-1), bytes(0x28, 2, 4), drop());
    byte[] module = kernelModule().memory(1, 1).exported("_start", "", "", code).build();
    assertThat(run(module))
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in function 3"));
  }

  /** An instruction, and how many bytes it touches. */
  private enum Access {
    I32_LOAD(0x28, 4),
    I64_LOAD(0x29, 8),
    F32_LOAD(0x2a, 4),
    F64_LOAD(0x2b, 8),
    I32_LOAD8_U(0x2d, 1),
    I32_LOAD16_U(0x2f, 2),
    I32_STORE(0x36, 4),
    I64_STORE(0x37, 8),
    F32_STORE(0x38, 4),
    F64_STORE(0x39, 8),
    I32_STORE8(0x3a, 1),
    I32_STORE16(0x3b, 2);

    private final int opcode;
    private final int width;

    Access(int opcode, int width) {
      this.opcode = opcode;
      this.width = width;
    }

    /** What is stored is what such a load at 0 gives. */
    byte[] at(int base, int offset) {
      byte[] operands = i32(base);
      byte[] end = drop();
      if (opcode >= 0x36) {
        int load =
            switch (this) {
              case I64_STORE -> 0x29;
              case F32_STORE -> 0x2a;
              case F64_STORE -> 0x2b;
              default -> 0x28;
            };
        operands = concat(operands, i32(0), bytes(load, 0, 0));
        end = bytes();
      }
      return concat(operands, bytes(opcode, 0), WasmModule.leb(offset), end);
    }
  }

  /** Whether the engine adds the offset of a byte's store to its base in 32 bits: a bug of it. */
  boolean byteStoresWrap() {
    return false;
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void theLastBytesCanBeReachedAndNoneBeyond(Access access) throws Exception {
    int last = 65_536 - access.width;
    byte[] inside = concat(access.at(last, 0), access.at(0, last), access.at(last - 24, 24));
    assertThat(touch(1, inside)).isEqualTo(new ExitStatus.Exited(0));
    int most = Integer.MAX_VALUE;
    int[][] outside = {
      {last + 1, 0}, {0, last + 1}, {last, 1}, {last - 24, 25}, {65_536, 0}, {-1, 0}, {-8, 16},
      {most, 0}, {0, most - 1}, {most, most - 1}, {0, -1}, {8, -8}, {-1, -1}, {0, 1 << 30},
      {0, (1 << 30) + 1}, {-65_536, 65_536}
    };
    ExitStatus trap = new ExitStatus.Trapped("out of bounds memory access in function 3");
    for (int[] place : outside) {
      int sum = place[0] + place[1];
      boolean wraps = access == Access.I32_STORE8 && byteStoresWrap() && sum >= 0 && sum < 65_536;
      assertThat(touch(1, concat(inside, access.at(place[0], place[1]))))
          .as("base %d, offset %d", place[0], place[1])
          .isEqualTo(wraps ? new ExitStatus.Exited(0) : trap);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Access.class,
      names = {"I32_LOAD", "I64_LOAD", "F32_LOAD", "F64_LOAD", "I32_LOAD8_U", "I32_LOAD16_U"})
  void aMemoryWithoutPagesHasNoBytes(Access access) throws Exception {
    int most = Integer.MAX_VALUE;
    for (int[] place : new int[][] {{0, 0}, {-1, 0}, {0, most - 1}, {most, 1 << 30}, {-9, 8}}) {
      assertThat(touch(0, access.at(place[0], place[1])))
          .as("base %d, offset %d", place[0], place[1])
          .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in function 3"));
    }
  }

  private ExitStatus touch(int pages, byte[] code) throws Exception {
    return run(kernelModule().memory(pages, 2).exported("_start", "", "", code).build());
  }

  /** Long enough that the JIT has compiled the loop when it comes to the end. */
  @Test
  void compiledLoopsStopAtTheEndToo() throws Exception {
    int end = 65_536 - 7;
    byte[] rounds = bytes();
    for (int round = 0; round < 12; round++) {
      rounds = concat(rounds, call(4, end));
    }
    byte[] grown = concat(rounds, i32(1), bytes(0x40, 0), drop(), call(4, end + 65_536));
    assertThat(run(filler(grown))).isEqualTo(new ExitStatus.Exited(0));
    ExitStatus trap = new ExitStatus.Trapped("out of bounds memory access in function 4");
    assertThat(run(filler(concat(rounds, call(4, end + 1))))).isEqualTo(trap);
    assertThat(run(filler(concat(grown, call(4, end + 65_537))))).isEqualTo(trap);
  }

  /** Function 4 stores eight bytes at each address below its argument. */
  private byte[] filler(byte[] start) {
    byte[] next = concat(bytes(0x20, 1), i32(1), bytes(0x6a, 0x22, 1, 0x20, 0, 0x49, 0x0d, 0));
    byte[] store = concat(bytes(0x20, 1), WasmModule.i64(-1), bytes(0x37, 0, 0));
    return kernelModule()
        .memory(1, 2)
        .exported("_start", "", "", start)
        .function("i", "", concat(bytes(0x03, 0x40), store, next, bytes(0x0b)))
        .build();
  }

  @Test
  void twoRunsOfAProgramHaveTwoMemories() throws Exception {
    // exit(load(65532) + 1) after storing 7 there
    byte[] last = i32(65_532);
    byte[] add = concat(last, bytes(0x28, 2, 0), i32(1), bytes(0x6a), call(1));
    byte[] code = concat(last, last, bytes(0x28, 2, 0), i32(7), bytes(0x6a, 0x36, 2, 0), add);
    Program program = load(kernelModule().memory(1, 1).exported("_start", "", "", code).build());
    assertThat(run(program, MemoryLimit.none())).isEqualTo(new ExitStatus.Exited(8));
    assertThat(run(program, MemoryLimit.none())).isEqualTo(new ExitStatus.Exited(8));
  }

  @Test
  void divisionByZeroTraps() throws Exception {
    byte[] code = concat(i32(1), i32(0), bytes(0x6d), drop());
    byte[] module = kernelModule().exported("_start", "", "", code).build();
    assertThat(run(module))
        .isEqualTo(new ExitStatus.Trapped("integer divide by zero in function 3"));
  }

  @Test
  void endlessRecursionExhaustsTheStack() throws Exception {
    byte[] module = kernelModule().exported("_start", "", "", call(3)).build();
    assertThat(run(module)).isInstanceOf(ExitStatus.Trapped.class);
    assertThat(((ExitStatus.Trapped) run(module)).reason()).startsWith("call stack exhausted");
  }

  @Test
  void aBugOfTheKernelIsNotTakenForATrapOfTheProgram() throws Exception {
    bug = new IndexOutOfBoundsException("a bug");
    byte[] module = kernelModule().exported("_start", "", "", call(2)).build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Panicked(bug));
  }

  @Test
  void twentyThousandFramesFitTheStack() throws Exception {
    // f(n): if n { f(n - 1) }; _start: f(20000)
    byte[] code =
        concat(
            bytes(0x20, 0, 0x04, 0x40, 0x20, 0), i32(1), concat(bytes(0x6b), call(4), bytes(0x0b)));
    byte[] module =
        kernelModule().exported("_start", "", "", call(4, 20_000)).function("i", "", code).build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  void aSmallStackIsExhaustedByFramesThatFitTheUsualOne() throws Exception {
    byte[] code =
        concat(
            bytes(0x20, 0, 0x04, 0x40, 0x20, 0), i32(1), concat(bytes(0x6b), call(4), bytes(0x0b)));
    byte[] module =
        kernelModule().exported("_start", "", "", call(4, 20_000)).function("i", "", code).build();
    try (Execution execution = load(module).instantiate(pages(MemoryLimit.none()))) {
      ThreadGroup group = group(256 << 10);
      group.start(execution);
      assertThat(group.awaitExit())
          .isInstanceOfSatisfying(
              ExitStatus.Trapped.class,
              trap -> assertThat(trap.reason()).startsWith("call stack exhausted"));
    }
  }

  @Test
  void memoryGrowsToItsLimitAndNoFurther() throws Exception {
    // exit(memory.grow(1) * 100 + memory.grow(1) + memory.size * 10): 1 * 100 - 1 + 2 * 10
    byte[] code =
        concat(
            concat(i32(1), bytes(0x40, 0), i32(100), bytes(0x6c)),
            concat(i32(1), bytes(0x40, 0), bytes(0x6a)),
            concat(bytes(0x3f, 0), i32(10), bytes(0x6c), bytes(0x6a)),
            call(1));
    byte[] module = kernelModule().memory(1, 2).exported("_start", "", "", code).build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(119));
  }

  @Test
  void memoryGrowBeyondTheSandboxLimitIsMinusOne() throws Exception {
    byte[] code = concat(i32(3), bytes(0x40, 0), call(1));
    byte[] module = kernelModule().memory(1, 100).exported("_start", "", "", code).build();
    assertThat(run(module, MemoryLimit.ofBytes(3 * 65536))).isEqualTo(new ExitStatus.Exited(-1));
  }

  @Test
  void aMemoryThatDoesNotFitTheLimitIsRefusedWithBothSizes() {
    byte[] module = kernelModule().memory(4, 4).exported("_start", "", "", bytes()).build();
    assertThatThrownBy(() -> run(module, MemoryLimit.ofBytes(3 * 65536)))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageContaining("starts with a memory of 262144 bytes")
        .hasMessageContaining("leaves its programs 196608");
  }

  @Test
  void aSignalEndsAnEndlessLoopAtOnce() throws Exception {
    byte[] code = concat(call(2), bytes(0x03, 0x40, 0x0c, 0, 0x0b)); // enter(); loop br 0 end
    ThreadGroup group = group();
    try (Execution execution =
        load(kernelModule().exported("_start", "", "", code).build())
            .instantiate(pages(MemoryLimit.none()))) {
      CountDownLatch returned = new CountDownLatch(1);
      group.start(
          new Code() {
            @Override
            public ExitStatus run(Task task) {
              ExitStatus status = execution.run(task);
              returned.countDown();
              return status;
            }

            @Override
            public void interrupt() {
              execution.interrupt();
            }
          });
      entered.await();
      group.deliver(new Signal(17)); // SIGCHLD is ignored
      assertThat(group.exitStatus()).isNull();
      group.deliver(Signal.SIGTERM);
      assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
      returned.await(); // the guest's thread stops too, not only the group
    }
  }

  @Test
  void aStartSectionRunsWithTheEntryAndNotBefore() throws Exception {
    byte[] module =
        kernelModule()
            .memory(1, 1)
            .data(0, "ab")
            .exported("_start", "", "", call(0, 1, 1))
            .function("", "", call(0, 0, 1))
            .start(4)
            .build();
    try (Execution execution = load(module).instantiate(pages(MemoryLimit.none()))) {
      assertThat(printed).isEmpty();
      ThreadGroup group = group();
      group.start(execution);
      group.awaitExit();
      assertThat(printed).hasToString("ab");
    }
  }

  @Test
  void missingEntryNamesWhatCouldBeRun() {
    byte[] module =
        kernelModule().exported("main", "", "", bytes()).exported("other", "", "", bytes()).build();
    assertThatThrownBy(() -> load(module))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage(
            "/m.wasm exports no function _start; name one as /m.wasm#function: main, other");
  }

  @Test
  void entryWithParametersIsRefused() {
    byte[] module = kernelModule().exported("_start", "i", "I", WasmModule.i64(0)).build();
    assertThatThrownBy(() -> load(module))
        .hasMessage(
            "/m.wasm exports _start with type (i32) -> (i64); only a function without parameters"
                + " and results can be run");
  }

  @Test
  void unknownImportIsNamed() {
    byte[] module =
        new WasmModule()
            .importing("env", "foo", "", "")
            .exported("_start", "", "", bytes())
            .build();
    assertThatThrownBy(() -> load(module))
        .hasMessage("/m.wasm: unknown import env.foo: jwasm offers test");
  }

  @Test
  void importOfAnotherTypeIsNamed() {
    byte[] module =
        new WasmModule()
            .importing("test", "enter", "I", "")
            .exported("_start", "", "", bytes())
            .build();
    assertThatThrownBy(() -> load(module))
        .hasMessage("/m.wasm: import test.enter has type (i64) -> (), it must be () -> ()");
  }

  @Test
  void functionsOfOneNameAreToldApartByTheirType() throws Exception {
    byte[] module =
        new WasmModule()
            .importing("test", "exit", "ii", "")
            .exported("_start", "", "", concat(i32(3), i32(4), bytes(0x10, 0)))
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(34));
    byte[] other =
        new WasmModule()
            .importing("test", "exit", "I", "")
            .exported("_start", "", "", bytes())
            .build();
    assertThatThrownBy(() -> load(other))
        .hasMessage(
            "/m.wasm: import test.exit has type (i64) -> (), it must be (i32) -> () or (i32, i32)"
                + " -> ()");
  }

  @Test
  void importOfATableIsRefused() {
    byte[] module =
        new WasmModule().importingTable("env", "table").exported("_start", "", "", bytes()).build();
    assertThatThrownBy(() -> load(module))
        .hasMessage(
            "/m.wasm: unknown import env.table: it is a table, jwasm offers only functions and a"
                + " shared memory");
  }

  @Test
  void importOfAMemoryThatIsNotSharedIsRefused() {
    byte[] module =
        new WasmModule()
            .importingMemory("env", "memory")
            .exported("_start", "", "", bytes())
            .build();
    assertThatThrownBy(() -> load(module))
        .hasMessage(
            "/m.wasm: import env.memory is a memory that is not shared: link it with"
                + " --shared-memory, or without --import-memory");
  }

  @Test
  void callsWorkOnTheMemoryThatIsExportedAsMemory() throws Exception {
    byte[] module =
        kernelModule()
            .memory(1, 1, "other")
            .memory(1, 1)
            .data(0, 0, "no")
            .data(1, 0, "ok")
            .exported("_start", "", "", call(0, 0, 2))
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(0));
    assertThat(printed).hasToString("ok");
  }

  @Test
  void aModuleWithTwoMemoriesGrowsAndCopiesThem() throws Exception {
    // memory 1 grows by 2; its 42 at 131080 is copied to 16 in memory 0
    byte[] copy =
        concat(
            concat(i32(2), bytes(0x40, 1), drop()),
            concat(i32(131_080), i32(42), bytes(0x36, 0x42, 1, 0)),
            concat(i32(16), i32(131_080), i32(4), bytes(0xfc, 10, 0, 1)));
    // exit(load(16) + 100 * memory.size(1) + 1000 * memory.size(0))
    byte[] sum =
        concat(
            concat(i32(16), bytes(0x28, 2, 0)),
            concat(bytes(0x3f, 1), i32(100), bytes(0x6c, 0x6a)),
            concat(bytes(0x3f, 0), i32(1000), bytes(0x6c, 0x6a)),
            call(1));
    assertThat(run(twoMemories(concat(copy, sum)))).isEqualTo(new ExitStatus.Exited(1342));
  }

  @Test
  void eachOfTwoMemoriesHasItsOwnEnd() throws Exception {
    // memory 1 grows; what is in it then is not in memory 0
    byte[] code =
        concat(
            concat(i32(1), bytes(0x40, 1), drop()),
            concat(i32(65_536), bytes(0x28, 0x42, 1, 0), drop()),
            concat(i32(65_536), bytes(0x28, 2, 0), drop()));
    assertThat(run(twoMemories(code)))
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in function 3"));
  }

  private byte[] twoMemories(byte[] code) {
    return kernelModule()
        .memory(1, 4)
        .memory(1, 4, "other")
        .exported("_start", "", "", code)
        .build();
  }

  @Test
  void anAllocatorThatThrowsIsSaidInASentence() throws Exception {
    Program program = load(kernelModule().memory(1, 2).exported("_start", "", "", bytes()).build());
    PageAllocator broken = PageAllocators.open("broken,reserve", config(MemoryLimit.none()));
    assertThatThrownBy(() -> program.instantiate(broken))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage(
            "/m.wasm: page allocator broken cannot reserve 2 pages:"
                + " java.lang.IllegalStateException: no reserve");
    Program two = load(kernelModule().memory(2, 2).exported("_start", "", "", bytes()).build());
    PageAllocator brokenLater = PageAllocators.open("broken,grow", config(MemoryLimit.none()));
    assertThatThrownBy(() -> two.instantiate(brokenLater))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageContaining("131072 bytes, which the page allocator does not give");
  }

  @Test
  void anActiveSegmentIsEmptyOnceItIsPlaced() throws Exception {
    // memory.init of one byte from segment 0
    byte[] code = concat(i32(0), i32(0), i32(1), bytes(0xfc, 8, 0, 0));
    byte[] module =
        kernelModule()
            .memory(1, 1)
            .data(8, "x")
            .passiveData("")
            .exported("_start", "", "", code)
            .build();
    assertThat(run(module))
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in function 3"));
  }

  @Test
  void everyTruncationIsAnExecFormatError() throws Exception {
    byte[] hello =
        kernelModule().memory(1, 1).data(8, "x").exported("_start", "", "", call(0, 8, 1)).build();
    int valid = 0;
    for (int length = 0; length < hello.length; length++) {
      byte[] truncated = Arrays.copyOf(hello, length);
      try {
        run(truncated);
        valid++;
      } catch (ExecFormatException e) {
        assertThat(e).hasMessageContaining("/m.wasm");
      }
    }
    assertThat(valid).as("cut exactly before the data section").isEqualTo(1);
  }

  @Test
  void vectorInstructionsAreRefusedWithWhatToDo() {
    byte[] splat = {0x41, 0, (byte) 0xfd, 0x11, 0x1a};
    byte[] module = new WasmModule().exported("_start", "", "", splat).build();

    assertThatThrownBy(() -> load(module))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageEndingWith(
            " cannot be run yet: it has vector instructions (SIMD); compile it without them, "
                + "with clang by -mno-simd128");
  }

  @Test
  void noiseIsAnExecFormatError() {
    byte[] noise = new byte[10_000_000];
    new Random(1).nextBytes(noise);
    assertThatThrownBy(() -> load(noise))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageStartingWith("exec format error: /m.wasm is not a valid WebAssembly module");
    System.arraycopy(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}, 0, noise, 0, 8);
    assertThatThrownBy(() -> load(noise)).isInstanceOf(ExecFormatException.class);
  }

  @Test
  void mutatedModulesNeverThrowAnythingElse() throws Exception {
    byte[] hello =
        kernelModule().memory(1, 1).data(8, "x").exported("_start", "", "", call(0, 8, 1)).build();
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      byte[] mutant = hello.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        mutant[8 + random.nextInt(mutant.length - 8)] = (byte) random.nextInt();
      }
      try {
        load(mutant).instantiate(pages(MemoryLimit.none())).close();
      } catch (ExecFormatException | ErrnoException e) {
        // what a mutant may do
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void dataOutsideTheMemoryFailsBeforeTheStart() throws Exception {
    byte[] module =
        kernelModule().memory(1, 1).data(65535, "xy").exported("_start", "", "", bytes()).build();
    Program program = load(module);
    assertThatThrownBy(() -> program.instantiate(pages(MemoryLimit.none())))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageEndingWith("a data segment does not fit the memory");
  }

  /** Two memories of a page, and growth by one: all of it goes back, however the program ends. */
  @Test
  void memoriesGoBackHoweverTheProgramEnds() throws Exception {
    byte[] grow = concat(i32(1), bytes(0x40, 1), drop());
    assertGivenBack(concat(grow), new ExitStatus.Exited(0));
    assertGivenBack(concat(grow, call(1, 7)), new ExitStatus.Exited(7));
    assertGivenBack(
        concat(grow, bytes(UNREACHABLE)), new ExitStatus.Trapped("unreachable in function 3"));
    bug = new IllegalStateException("a bug");
    assertGivenBack(concat(grow, call(2)), new ExitStatus.Panicked(bug));
  }

  private void assertGivenBack(byte[] code, ExitStatus status) throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(3 * 65536);
    Execution execution = load(twoMemories(code)).instantiate(pages(limit));
    assertThat(limit.chargedBytes()).isEqualTo(2 * 65536);
    ThreadGroup group = group();
    group.start(execution);
    assertThat(group.awaitExit()).isEqualTo(status);
    while (limit.chargedBytes() > 0) {
      assertThat(Thread.interrupted()).as("the test's time is over").isFalse();
      Thread.onSpinWait();
    }
  }

  /** The second memory is over the limit, or its data outside of it. */
  @Test
  void memoriesGoBackWhenTheProgramCannotBeInstantiated() throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(3 * 65536);
    WasmModule tooLarge = kernelModule().memory(2, 4).memory(2, 4, "other");
    WasmModule outside = kernelModule().memory(1, 1).memory(1, 1, "other").data(1, 65536, "x");
    for (WasmModule module : new WasmModule[] {tooLarge, outside}) {
      Program program = load(module.exported("_start", "", "", bytes()).build());
      assertThatThrownBy(() -> program.instantiate(pages(limit)))
          .isInstanceOf(ExecFormatException.class);
      assertThat(limit.chargedBytes()).isZero();
    }
  }

  /** So much that it is mapped where that is possible, a second segment over the first. */
  @Test
  void everyInstanceBeginsWithTheDataAndHasItAlone() throws Exception {
    byte[] data = new byte[600_000];
    new Random(1).nextBytes(data);
    byte[] module =
        kernelModule()
            .memory(20, 30)
            .data(65_637, data)
            .data(65_640, "later")
            .data(20 * 65_536, "")
            .data(20 * 65_536 - 3, "end")
            .exported("_start", "", "", bytes())
            .build();
    ByteBuffer expected = ByteBuffer.allocate(20 * 65_536);
    expected.put(65_637, data).put(65_640, "later".getBytes(StandardCharsets.US_ASCII));
    expected.put(20 * 65_536 - 3, "end".getBytes(StandardCharsets.US_ASCII));
    Program program = load(module);
    PageAllocator pages = pages(MemoryLimit.none());
    try (Execution first = program.instantiate(pages);
        Execution second = program.instantiate(pages)) {
      assertThat(isMapped(first, 65_637)).isEqualTo(!pageAllocator().equals("heap"));
      assertThat(isMapped(second, 65_637)).isEqualTo(!pageAllocator().equals("heap"));
      assertThat(content(first)).isEqualTo(expected);
      first.memory().putBytes(0, new byte[20 * 65_536]);
      assertThat(content(second)).isEqualTo(expected);
    }
    assertThat(pages.committedBytes()).isZero();
    try (Execution third = program.instantiate(pages)) {
      assertThat(content(third)).isEqualTo(expected);
    }
  }

  /** Each is one more thing that decides when there is an instance: all of it is copied then. */
  @Test
  void dataThatIsNotAllLaidAtOnceIsCopied() throws Exception {
    byte[] data = new byte[600_000];
    new Random(2).nextBytes(data);
    for (WasmModule each :
        List.of(
            kernelModule().memory(20, 30).data(7, data).passiveData("later"),
            kernelModule().memory(20, 30).memory(1, 1, "second").data(7, data).data(1, 0, "x"))) {
      byte[] module = each.exported("_start", "", "", bytes()).build();
      try (Execution execution = load(module).instantiate(pages(MemoryLimit.none()))) {
        assertThat(isMapped(execution, 7)).isFalse();
        assertThat(content(execution).slice(7, data.length)).isEqualTo(ByteBuffer.wrap(data));
      }
    }
  }

  @Test
  void muchDataOutsideTheMemoryFailsBeforeTheStart() throws Exception {
    byte[] large = new byte[600_000];
    for (int address : new int[] {20 * 65_536, 20 * 65_536 - large.length + 1, -1}) {
      byte[] module =
          kernelModule()
              .memory(20, 30)
              .data(0, large)
              .data(address, large)
              .exported("_start", "", "", bytes())
              .build();
      Program program = load(module);
      assertThatThrownBy(() -> program.instantiate(pages(MemoryLimit.none())))
          .isInstanceOf(ExecFormatException.class)
          .hasMessageEndingWith("a data segment does not fit the memory");
    }
  }

  @Test
  void ofSegmentsThatWereLaidNothingIsLeft() throws Exception {
    byte[] none = concat(i32(0), i32(0), i32(0), bytes(0xfc, 8, 1, 0));
    byte[] one = concat(i32(0), i32(0), i32(1), bytes(0xfc, 8, 1, 0));
    for (byte[] code : List.of(none, concat(none, one))) {
      byte[] module =
          kernelModule()
              .memory(20, 30)
              .data(0, new byte[600_000])
              .data(9, "x")
              .countingData()
              .exported("_start", "", "", code)
              .build();
      assertThat(run(module))
          .isEqualTo(
              code == none
                  ? new ExitStatus.Exited(0)
                  : new ExitStatus.Trapped("out of bounds memory access in function 3"));
    }
  }

  private static ByteBuffer content(Execution execution) throws ErrnoException {
    return execution.memory().slice(0, 20 * 65_536);
  }

  private static boolean isMapped(Execution execution, int address) throws Exception {
    long at = HostKernel.addressOf(execution.memory().slice(address, 1));
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("memfd:start"))
        .map(line -> line.split("[- ]", 3))
        .anyMatch(ends -> Long.parseLong(ends[0], 16) <= at && at < Long.parseLong(ends[1], 16));
  }

  final WasmModule kernelModule() {
    return new WasmModule()
        .importing("test", "print", "ii", "")
        .importing("test", "exit", "i", "")
        .importing("test", "enter", "", "");
  }

  final Program load(byte[] module) throws ExecFormatException {
    return platform().load(ModuleImage.of("/m.wasm", module), "_start", table(), CodeCache.none());
  }

  final ExitStatus run(byte[] module) throws Exception {
    return run(module, MemoryLimit.none());
  }

  private ExitStatus run(byte[] module, MemoryLimit limit)
      throws ExecFormatException, ErrnoException, IOException, InterruptedException {
    return run(load(module), limit);
  }

  final ExitStatus run(Program program, MemoryLimit limit)
      throws ExecFormatException, ErrnoException, IOException, InterruptedException {
    try (Execution execution = program.instantiate(pages(limit))) {
      ThreadGroup group = group();
      group.start(execution);
      return group.awaitExit();
    }
  }

  /** What {@code --page-allocator} says. */
  String pageAllocator() {
    return PageAllocators.DEFAULT;
  }

  private PageAllocator pages(MemoryLimit limit) {
    return PageAllocators.open(pageAllocator(), config(limit));
  }

  private static PageAllocatorConfig config(MemoryLimit limit) {
    return PageAllocatorConfig.of(HostKernel.memfd(), limit);
  }

  private static ThreadGroup group() {
    return group(ThreadGroup.LEADER_STACK_BYTES);
  }

  private static ThreadGroup group(long stackBytes) {
    return new ThreadGroup(
        new ProcessImage(List.of("m"), List.of()),
        new FdTable(8),
        new Kernel(Clock.host(), RandomSource.secureRandom(), null),
        Credentials.of(0, 0),
        stackBytes);
  }

  final String printed() {
    return printed.toString();
  }

  final SyscallTable table() {
    return SyscallTable.of(new TestKernel(), new LaterVersion());
  }

  /** Functions of the same module; one has a name that the others have too. */
  private static final class LaterVersion implements SyscallSet {
    @Override
    public List<String> modules() {
      return List.of("test");
    }

    @Override
    public List<String> names() {
      return List.of("exit", "later");
    }

    @Override
    public Syscall find(String module, String name) {
      return module.equals("test") && name.equals("exit")
          ? new Syscall("test", name, new Signature("ii", ""), Support.FULL, "", LaterVersion::exit)
          : null;
    }

    private static long exit(io.jwasm.sentry.kernel.Task task, long[] args) {
      throw new TaskExit(new ExitStatus.Exited((int) (10 * args[0] + args[1])));
    }
  }

  private final class TestKernel implements SyscallSet {
    @Override
    public List<String> modules() {
      return List.of("test");
    }

    @Override
    public List<String> names() {
      return List.of("enter", "exit", "print");
    }

    @Override
    public Syscall find(String module, String name) {
      if (!module.equals("test")) {
        return null;
      }
      return switch (name) {
        case "print" -> syscall(name, "ii", this::print);
        case "exit" -> syscall(name, "i", this::exit);
        case "enter" -> syscall(name, "", this::enter);
        default -> null;
      };
    }

    private Syscall syscall(String name, String params, Syscall.Handler handler) {
      return new Syscall("test", name, new Signature(params, ""), Support.FULL, "", handler);
    }

    private long print(io.jwasm.sentry.kernel.Task task, long[] args) {
      try {
        byte[] text = new byte[(int) args[1]];
        task.memory().slice((int) args[0], (int) args[1]).get(text);
        printed.append(new String(text, StandardCharsets.UTF_8));
      } catch (ErrnoException e) {
        throw new TaskExit(new ExitStatus.Trapped(e.errno().name()));
      }
      return 0;
    }

    private long exit(io.jwasm.sentry.kernel.Task task, long[] args) {
      throw new TaskExit(new ExitStatus.Exited((int) args[0]));
    }

    private long enter(io.jwasm.sentry.kernel.Task task, long[] args) {
      entered.countDown();
      if (bug != null) {
        throw bug;
      }
      return 0;
    }
  }
}
