package io.jwasm.sentry.platform;

import static io.jwasm.sentry.platform.WasmModule.atomic;
import static io.jwasm.sentry.platform.WasmModule.bytes;
import static io.jwasm.sentry.platform.WasmModule.call;
import static io.jwasm.sentry.platform.WasmModule.concat;
import static io.jwasm.sentry.platform.WasmModule.drop;
import static io.jwasm.sentry.platform.WasmModule.i32;
import static io.jwasm.sentry.platform.WasmModule.i64;
import static io.jwasm.sentry.platform.WasmModule.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.PidsLimit;
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
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every platform must do for programs with threads. The kernel has four calls; a module
 * imports all of them as functions 0 to 3, defines {@code _start} as 4 and its threads' entry as 5:
 *
 * <pre>
 * 0 exit(i32)        1 spawn(i32) -> i32        2 self() -> i32        3 enter()
 * </pre>
 *
 * The first words of the shared memory: 0 is what the leader waits for, 4 and above are the test's.
 */
@Timeout(60)
@SuppressWarnings("JavaLangClash")
abstract class ThreadsContract {
  private static final int EXIT = 0;
  private static final int SPAWN = 1;
  private static final int SELF = 2;
  private static final int ENTER = 3;

  /** The start section's function, where there is one. */
  private static final int START = 6;

  private static final byte[] UNREACHABLE = bytes(0x00);
  private static final byte[] SPIN = bytes(0x03, 0x40, 0x0c, 0, 0x0b); // loop br 0 end
  private static final byte[] I32_ADD = bytes(0x6a);
  private static final byte[] I32_LOAD = bytes(0x28, 2, 0);
  private static final byte[] I32_STORE = bytes(0x36, 2, 0);
  private static final byte[] RETURN = bytes(0x0f);

  /** Waits at address 8, where nobody wakes. */
  private static final byte[] WAIT_FOR_EVER =
      concat(i32(8), i32(0), i64(-1), atomic(0x01, 2), drop());

  private final Semaphore entered = new Semaphore(0);

  abstract Platform platform();

  /** How deep calls in a thread may go, whatever the JVM has compiled of them. */
  abstract int frames();

  @Test
  void threadsAddToOneMemory() throws Exception {
    // each of 4 threads adds its argument to word 4, 5000 times
    byte[] add = concat(i32(4), local(1), atomic(0x1e, 2), drop());
    byte[] module =
        module(
            concat(spawn(1), spawn(2), spawn(3), spawn(4), await(4), exitWith(load(4))),
            concat(repeat(5000, add), done()));
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(50_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x22}) // i32.atomic.rmw8.add_u, i64.atomic.rmw8.add_u
  void neighbouringBytesDoNotDisturbEachOther(int opcode) throws Exception {
    // each of 4 threads adds 1 to a byte of its own, 4 + argument, 5000 times: 5000 & 255 = 136
    byte[] one = opcode == 0x20 ? i32(1) : i64(1);
    byte[] add = concat(local(1), one, bytes(0xfe, opcode, 0, 4), drop());
    byte[] module =
        module(
            concat(spawn(0), spawn(1), spawn(2), spawn(3), await(4), exitWith(load(4))),
            concat(repeat(5000, add), done()));
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(0x88888888));
  }

  @Test
  void everyThreadHasItsOwnGlobalsAndCalls() throws Exception {
    // 10,000 times: global = self(); if global != tid then trap
    byte[] check =
        concat(
            concat(call(SELF), bytes(0x24, 0)),
            concat(bytes(0x23, 0), local(0), bytes(0x47, 0x04, 0x40), UNREACHABLE, bytes(0x0b)));
    byte[] module =
        threaded(concat(spawn(0), spawn(0), spawn(0), await(3), exitWith(bytes(0x23, 0))))
            .function("ii", "", concat(repeat(10_000, check), done()))
            .global(7)
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(7));
  }

  @Test
  void everyThreadHasItsOwnTable() throws Exception {
    // grow by 10 gives 2 in each of them
    byte[] grow = concat(bytes(0xd0, 0x70), i32(10), bytes(0xfc, 15, 0));
    byte[] trapUnlessTwo = concat(grow, i32(2), bytes(0x47, 0x04, 0x40), UNREACHABLE, bytes(0x0b));
    byte[] module =
        threaded(concat(spawn(0), await(1), spawn(0), await(2), exitWith(grow)))
            .function("ii", "", concat(trapUnlessTwo, done()))
            .table(2, 20)
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(2));
  }

  @Test
  void theStartSectionRunsInEveryInstance() throws Exception {
    byte[] count = concat(i32(4), i32(1), atomic(0x1e, 2), drop());
    byte[] module =
        threaded(concat(spawn(0), spawn(0), await(2), exitWith(load(4))))
            .function("ii", "", done())
            .function("", "", count)
            .start(START)
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  void activeDataIsPlacedOnceAndPassiveDataInEveryInstance() throws Exception {
    byte[] copy = concat(i32(20), i32(0), i32(1), bytes(0xfc, 8, 1, 0)); // memory.init of segment 1
    byte[] dropData = bytes(0xfc, 9, 1);
    byte[] module =
        threaded(
                concat(
                    // the active segment has put 'A' (65) at 16; it becomes 1
                    concat(i32(16), i32(1), I32_STORE, copy, dropData),
                    concat(i32(20), i32(0), I32_STORE),
                    concat(spawn(0), await(1), exitWith(concat(load(16), load(20), I32_ADD)))))
            .function("ii", "", concat(copy, dropData, done()))
            .data(16, "A")
            .passiveData("B")
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(1 + 66));
  }

  @Test
  void theMemoryGrowsByOnePageForEachThatAsks() throws Exception {
    // Each of 4 threads grows until it cannot, touches what it got, and counts in word 4:
    // local 2 = memory.grow(1); if -1 leave; store at the new page; word 4 += 1; again
    byte[] grow =
        concat(
            bytes(0x02, 0x40, 0x03, 0x40),
            concat(i32(1), bytes(0x40, 0, 0x22, 2), i32(-1), bytes(0x46, 0x0d, 1)),
            concat(local(2), i32(16), bytes(0x74), i32(9), I32_STORE),
            concat(i32(4), i32(1), atomic(0x1e, 2), drop()),
            bytes(0x0c, 0, 0x0b, 0x0b));
    byte[] module =
        kernel(1, 1001)
            .exported(
                "_start",
                "",
                "",
                concat(
                    concat(spawn(0), spawn(0), spawn(0), spawn(0), await(4)),
                    // 1000 successes, 1001 pages, and the last page can be read
                    exitWith(
                        concat(
                            concat(load(4), bytes(0x3f, 0), I32_ADD),
                            concat(i32(1000 << 16), I32_LOAD, I32_ADD)))))
            .exported("thread_start", "ii", "", concat(grow, done()))
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(1000 + 1001 + 9));
  }

  @Test
  void aLoopSeesWhatAnotherThreadStores() throws Exception {
    // the leader looks at word 4 long enough to be compiled; no access is atomic
    byte[] look = concat(i32(4), I32_LOAD, bytes(0x45, 0x0d, 0));
    byte[] sleep = concat(i32(8), i32(0), i64(500_000_000), atomic(0x01, 2), drop());
    byte[] module =
        module(
            concat(spawn(0), bytes(0x03, 0x40), look, bytes(0x0b), exitWith(i32(7))),
            concat(sleep, i32(4), i32(1), I32_STORE));
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(7));
  }

  @Test
  void aThreadThatReturnsEndsAlone() throws Exception {
    ThreadGroup group = group(4);
    byte[] module = module(concat(spawn(0), await(1), call(ENTER), WAIT_FOR_EVER), done());
    start(group, module);
    entered.acquire();
    while (group.taskCount() > 1) {
      Thread.onSpinWait(); // it has said that it is done, now it returns
    }
    assertThat(group.exitStatus()).isNull();
    group.deliver(Signal.SIGTERM);
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
  }

  @Test
  void theLeadersReturnEndsAThreadThatComputes() throws Exception {
    assertAllEnd(concat(spawn(0), awaitEntered()), enterAnd(SPIN), new ExitStatus.Exited(0));
  }

  @Test
  void theLeadersReturnEndsAThreadThatWaits() throws Exception {
    assertAllEnd(
        concat(spawn(0), awaitEntered()), enterAnd(WAIT_FOR_EVER), new ExitStatus.Exited(0));
  }

  @Test
  void exitOfAThreadEndsALeaderThatWaits() throws Exception {
    assertAllEnd(concat(spawn(0), WAIT_FOR_EVER), call(EXIT, 42), new ExitStatus.Exited(42));
  }

  @Test
  void exitOfAThreadEndsALeaderThatComputes() throws Exception {
    assertAllEnd(concat(spawn(0), SPIN), call(EXIT, 42), new ExitStatus.Exited(42));
  }

  @Test
  void aTrapOfAThreadEndsAll() throws Exception {
    ThreadGroup group = group(8);
    start(group, module(concat(spawn(0), spawn(0), spawn(1), SPIN), trapIfArgument()));
    assertThat(group.awaitExit())
        .isInstanceOfSatisfying(
            ExitStatus.Trapped.class,
            trapped -> assertThat(trapped.reason()).startsWith("unreachable"));
    awaitNoTasks(group);
  }

  @Test
  void aSignalEndsThreadsThatComputeAndThatWait() throws Exception {
    ThreadGroup group = group(8);
    // those with argument 0 compute, the others wait
    byte[] thread =
        concat(
            call(ENTER),
            concat(local(1), bytes(0x45, 0x04, 0x40), SPIN, bytes(0x0b)),
            WAIT_FOR_EVER);
    start(group, module(concat(spawn(0), spawn(1), spawn(0), spawn(1), WAIT_FOR_EVER), thread));
    entered.acquire(4);
    group.deliver(Signal.SIGINT);
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGINT));
    awaitNoTasks(group);
  }

  @Test
  void deepCallsFitTheStackOfAThread() throws Exception {
    // f(n): if n { f(n - 1) }
    byte[] recursion =
        concat(
            concat(local(0), bytes(0x04, 0x40), local(0), i32(1), bytes(0x6b)),
            concat(call(6), bytes(0x0b)));
    byte[] module =
        threaded(concat(spawn(frames()), await(1), call(EXIT, 7)))
            .function("ii", "", concat(local(1), call(6), done()))
            .function("i", "", recursion)
            .build();
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(7));
  }

  @Test
  void endlessRecursionOfAThreadExhaustsItsStack() throws Exception {
    byte[] module =
        threaded(concat(spawn(0), WAIT_FOR_EVER))
            .function("ii", "", call(6))
            .function("", "", call(6))
            .build();
    assertThat(run(module))
        .isInstanceOfSatisfying(
            ExitStatus.Trapped.class,
            trapped -> assertThat(trapped.reason()).startsWith("call stack exhausted"));
  }

  @Test
  void beyondTheLimitSpawnIsAnErrorUntilAThreadEnds() throws Exception {
    // limit 3: two threads wait for word 4, the third spawn answers -1, then they may go
    ThreadGroup group = group(3);
    byte[] wait =
        concat(
            bytes(0x02, 0x40, 0x03, 0x40),
            concat(i32(4), atomic(0x10, 2), bytes(0x0d, 1)),
            concat(i32(4), i32(0), i64(-1), atomic(0x01, 2), drop()),
            bytes(0x0c, 0, 0x0b, 0x0b));
    byte[] untilSpawned =
        concat(bytes(0x03, 0x40), i32(0), call(SPAWN), i32(0), bytes(0x48, 0x0d, 0, 0x0b));
    start(
        group,
        module(
            concat(
                concat(spawn(0), spawn(0)),
                concat(i32(16), i32(0), call(SPAWN), I32_STORE),
                concat(i32(4), i32(1), atomic(0x17, 2), i32(4), i32(-1), atomic(0x00, 2), drop()),
                concat(await(2), untilSpawned, await(3), exitWith(load(16)))),
            concat(wait, done())));
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Exited(-1));
  }

  @Test
  void waitersAreWokenOneByOne() throws Exception {
    // Three threads wait; the leader wakes one at a time until three were woken.
    byte[] wait = concat(call(ENTER), i32(8), i32(0), i64(-1), atomic(0x01, 2), drop(), done());
    byte[] wakeOne = concat(i32(8), i32(1), atomic(0x00, 2));
    // word 12 counts what notify answered
    byte[] wakeUntilThree =
        concat(
            bytes(0x03, 0x40),
            concat(i32(12), concat(load(12), wakeOne, I32_ADD), I32_STORE),
            concat(load(12), i32(3), bytes(0x48, 0x0d, 0, 0x0b)));
    byte[] module =
        module(
            concat(
                concat(spawn(0), spawn(0), spawn(0)),
                concat(wakeUntilThree, await(3), exitWith(load(12)))),
            wait);
    assertThat(run(module)).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  void anUnalignedAtomicTraps() throws Exception {
    for (int opcode = 0x10; opcode <= 0x4e; opcode++) {
      int width = width(opcode);
      if (width > 1) {
        assertUnalignedTraps(opcode, width);
      }
    }
  }

  @Test
  void anUnalignedWaitOrNotifyTraps() throws Exception {
    assertTraps(concat(i32(2), i32(0), i64(0), atomic(0x01, 2), drop()));
    assertTraps(concat(i32(4), i64(0), i64(0), atomic(0x02, 3), drop()));
    assertTraps(concat(i32(1), i32(0), atomic(0x00, 2), drop()));
  }

  @Test
  void aSharedMemoryWithoutAMaximumIsNotValid() {
    byte[] module = module(bytes(), bytes());
    // limits 03 01 02 (shared, 1 to 2 pages) become 02 01 (shared, 1 page)
    byte[] broken = new byte[module.length - 1];
    int flags = indexOfLimits(module);
    System.arraycopy(module, 0, broken, 0, flags);
    broken[flags] = 2;
    broken[flags + 1] = 1;
    System.arraycopy(module, flags + 3, broken, flags + 2, module.length - flags - 3);
    broken[importSectionLength(module)]--;
    assertThatThrownBy(() -> load(broken))
        .isInstanceOf(ExecFormatException.class)
        .hasMessage(
            "exec format error: /m.wasm is not a valid WebAssembly module: shared memory must have"
                + " maximum");
  }

  @Test
  void aSecondImportedMemoryIsRefused() {
    byte[] module =
        kernel(1, 2)
            .importingSharedMemory("env", "memory2", 1, 2)
            .exported("_start", "", "", bytes())
            .build();
    assertThatThrownBy(() -> load(module))
        .hasMessage("/m.wasm: import env.memory2 is a second memory");
  }

  @Test
  void threadsWithoutAnImportedMemoryAreRefused() {
    String reason =
        "/m.wasm imports test.spawn, but not its only memory: link it with --import-memory and"
            + " --shared-memory";
    byte[] own =
        new WasmModule()
            .importing("test", "spawn", "i", "i")
            .memory(1, 1)
            .exported("_start", "", "", bytes())
            .exported("thread_start", "ii", "", bytes())
            .build();
    byte[] both =
        kernel(1, 2)
            .memory(1, 1, "other")
            .exported("_start", "", "", bytes())
            .exported("thread_start", "ii", "", bytes())
            .build();
    assertThatThrownBy(() -> load(own)).hasMessage(reason);
    assertThatThrownBy(() -> load(both)).hasMessage(reason.replace("spawn", "exit"));
  }

  @Test
  void threadsWithoutAnEntryAreRefused() {
    String reason =
        "/m.wasm imports test.exit, but exports no function thread_start of type (i32, i32) -> ()";
    byte[] missing = kernel(1, 2).exported("_start", "", "", bytes()).build();
    byte[] otherType =
        kernel(1, 2)
            .exported("_start", "", "", bytes())
            .exported("thread_start", "i", "", bytes())
            .build();
    assertThatThrownBy(() -> load(missing)).hasMessage(reason);
    assertThatThrownBy(() -> load(otherType)).hasMessage(reason);
  }

  @Test
  void anImportedMemoryCountsAgainstTheLimit() throws Exception {
    Program program = load(kernelless(4, 8));
    assertThatThrownBy(() -> program.instantiate(memories(MemoryLimit.ofBytes(3 * 65536))))
        .isInstanceOf(ExecFormatException.class)
        .hasMessageContaining("leaves its programs 196608");
    MemoryLimit limit = MemoryLimit.ofBytes(4 * 65536);
    program.instantiate(memories(limit)).close();
    assertThat(limit.chargedBytes()).isZero();
  }

  /** Also when more threads were asked for than there may be. */
  @Test
  void aMemoryGoesBackWhenTheLastTaskHasLeft() throws Exception {
    byte[] waits = enterAnd(WAIT_FOR_EVER);
    byte[] spawns = concat(spawn(0), spawn(0), spawn(0), awaitEntered());
    assertGivenBack(module(spawns, waits), new ExitStatus.Exited(0));
    assertGivenBack(module(concat(spawns, exitWith(i32(3))), waits), new ExitStatus.Exited(3));
    assertGivenBack(
        module(concat(spawns, WAIT_FOR_EVER), enterAnd(exitWith(i32(4)))),
        new ExitStatus.Exited(4));
    assertGivenBack(
        module(concat(spawns, UNREACHABLE), waits),
        new ExitStatus.Trapped("unreachable in function 4"));
  }

  @Test
  void aMemoryGoesBackAfterASignal() throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(10 * 65536);
    ThreadGroup group = group(3);
    start(group, module(concat(spawn(0), spawn(0), call(ENTER), SPIN), SPIN), limit);
    entered.acquire();
    assertThat(limit.chargedBytes()).isEqualTo(65536);
    group.deliver(Signal.SIGTERM);
    awaitGivenBack(limit);
  }

  private void assertGivenBack(byte[] module, ExitStatus status) throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(10 * 65536);
    ThreadGroup group = group(3);
    start(group, module, limit);
    assertThat(group.awaitExit()).isEqualTo(status);
    awaitGivenBack(limit);
  }

  private static void awaitGivenBack(MemoryLimit limit) {
    while (limit.chargedBytes() > 0) {
      assertThat(Thread.interrupted()).as("the test's time is over").isFalse();
      Thread.onSpinWait();
    }
  }

  private void assertAllEnd(byte[] leader, byte[] thread, ExitStatus status) throws Exception {
    ThreadGroup group = group(8);
    start(group, module(leader, thread));
    assertThat(group.awaitExit()).isEqualTo(status);
    awaitNoTasks(group);
  }

  /** The threads do not only count as ended: they are gone. */
  private static void awaitNoTasks(ThreadGroup group) {
    while (group.taskCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private void assertUnalignedTraps(int opcode, int width) throws Exception {
    boolean wide = isWide(opcode);
    byte[] value = wide ? i64(0) : i32(0);
    int align = Integer.numberOfTrailingZeros(width);
    byte[] operands = opcode <= 0x16 ? bytes() : opcode >= 0x48 ? concat(value, value) : value;
    boolean store = opcode >= 0x17 && opcode <= 0x1d;
    assertTraps(concat(i32(width + 1), operands, atomic(opcode, align), store ? bytes() : drop()));
  }

  private void assertTraps(byte[] code) throws Exception {
    assertThat(run(module(code, bytes())))
        .as("code %s", java.util.HexFormat.of().formatHex(code))
        .isInstanceOfSatisfying(
            ExitStatus.Trapped.class,
            trapped -> assertThat(trapped.reason()).startsWith("unaligned atomic"));
  }

  /** Bytes of the access; the opcodes come in groups of i32, i64, then 8 and 16 and 32 bits. */
  private static int width(int opcode) {
    return new int[] {4, 8, 1, 2, 1, 2, 4}[(opcode - 0x10) % 7];
  }

  private static boolean isWide(int opcode) {
    return new boolean[] {false, true, false, false, true, true, true}[(opcode - 0x10) % 7];
  }

  /** Position of the memory's limits: after the last import's name and kind. */
  private static int indexOfLimits(byte[] module) {
    String text = new String(module, java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.indexOf("\6memory\2") + "\6memory\2".length();
  }

  /** Position of the length of section 2, which follows section 1; both are short. */
  private static int importSectionLength(byte[] module) {
    return 8 + 2 + module[9] + 1;
  }

  private WasmModule kernel(int min, int max) {
    return new WasmModule()
        .importing("test", "exit", "i", "")
        .importing("test", "spawn", "i", "i")
        .importing("test", "self", "", "i")
        .importing("test", "enter", "", "")
        .importingSharedMemory("env", "memory", min, max);
  }

  private static byte[] kernelless(int min, int max) {
    return new WasmModule()
        .importingSharedMemory("any", "name", min, max)
        .exported("_start", "", "", bytes())
        .build();
  }

  private WasmModule threaded(byte[] leader) {
    return kernel(1, 2).exported("_start", "", "", leader).exporting("thread_start", 5);
  }

  private byte[] module(byte[] leader, byte[] thread) {
    return threaded(leader).function("ii", "", thread).build();
  }

  private static byte[] spawn(int argument) {
    return concat(call(SPAWN, argument), drop());
  }

  /** A thread that says that it is there, and then does this. */
  private static byte[] enterAnd(byte[] code) {
    return concat(i32(4), i32(1), atomic(0x17, 2), i32(4), i32(-1), atomic(0x00, 2), drop(), code);
  }

  /** The leader's counterpart. */
  private static byte[] awaitEntered() {
    return awaitWord(4, 1);
  }

  private static byte[] trapIfArgument() {
    return concat(local(1), bytes(0x04, 0x40), UNREACHABLE, bytes(0x0b), SPIN);
  }

  /** Adds one to word 0 and wakes who waits for it. */
  private static byte[] done() {
    return concat(
        concat(i32(0), i32(1), atomic(0x1e, 2), drop()),
        concat(i32(0), i32(-1), atomic(0x00, 2), drop()));
  }

  /** Waits until word 0 has reached this. */
  private static byte[] await(int value) {
    return awaitWord(0, value);
  }

  /** {@code block loop (local 0 = word) >= value: leave; wait(word, local 0); again}. */
  private static byte[] awaitWord(int address, int value) {
    return concat(
        bytes(0x02, 0x40, 0x03, 0x40),
        concat(i32(address), atomic(0x10, 2), bytes(0x22, 0), i32(value), bytes(0x4e, 0x0d, 1)),
        concat(i32(address), local(0), i64(-1), atomic(0x01, 2), drop()),
        bytes(0x0c, 0, 0x0b, 0x0b));
  }

  /** Does it so often; uses the local after a thread's parameters. */
  private static byte[] repeat(int times, byte[] code) {
    return concat(
        concat(i32(times), bytes(0x21, 2), bytes(0x03, 0x40), code),
        concat(local(2), i32(1), bytes(0x6b, 0x22, 2, 0x0d, 0, 0x0b)));
  }

  private static byte[] load(int address) {
    return concat(i32(address), atomic(0x10, 2));
  }

  private static byte[] exitWith(byte[] value) {
    return concat(value, call(EXIT), RETURN);
  }

  private Program load(byte[] module) throws ExecFormatException {
    return platform()
        .load(
            ModuleImage.of("/m.wasm", module),
            "_start",
            SyscallTable.of(new TestKernel()),
            CodeCache.none());
  }

  private ExitStatus run(byte[] module) throws Exception {
    ThreadGroup group = group(16);
    start(group, module);
    ExitStatus status = group.awaitExit();
    awaitNoTasks(group);
    return status;
  }

  private void start(ThreadGroup group, byte[] module) throws Exception {
    start(group, module, MemoryLimit.none());
  }

  private void start(ThreadGroup group, byte[] module, MemoryLimit limit) throws Exception {
    Execution execution = load(module).instantiate(memories(limit));
    group.start(execution);
  }

  /** What {@code --page-allocator} says. */
  String pageAllocator() {
    return PageAllocators.DEFAULT;
  }

  private PageAllocator memories(MemoryLimit limit) {
    return PageAllocators.open(pageAllocator(), PageAllocatorConfig.of(HostKernel.memfd(), limit));
  }

  private static ThreadGroup group(int limit) {
    return new ThreadGroup(
        new ProcessImage(List.of("m"), List.of()),
        new FdTable(8),
        new Kernel(Clock.host(), RandomSource.secureRandom(), null, PidsLimit.of(limit)),
        Credentials.of(0, 0));
  }

  private final class TestKernel implements SyscallSet {
    @Override
    public List<String> modules() {
      return List.of("test");
    }

    @Override
    public List<String> names() {
      return List.of("enter", "exit", "self", "spawn");
    }

    @Override
    public String threadEntry() {
      return "thread_start";
    }

    @Override
    public Syscall find(String module, String name) {
      if (!module.equals("test")) {
        return null;
      }
      return switch (name) {
        case "exit" -> syscall(name, "i", "", this::exit);
        case "spawn" -> syscall(name, "i", "i", this::spawn);
        case "self" -> syscall(name, "", "i", (task, _) -> task.tid());
        case "enter" -> syscall(name, "", "", this::enter);
        default -> null;
      };
    }

    private Syscall syscall(String name, String params, String results, Syscall.Handler handler) {
      return new Syscall("test", name, new Signature(params, results), Support.FULL, "", handler);
    }

    private long exit(Task task, long[] args) {
      throw new TaskExit(new ExitStatus.Exited((int) args[0]));
    }

    private long spawn(Task task, long[] args) {
      try {
        return task.spawn((int) args[0]);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
        return -1;
      }
    }

    private long enter(Task task, long[] args) {
      entered.release();
      return 0;
    }
  }
}
