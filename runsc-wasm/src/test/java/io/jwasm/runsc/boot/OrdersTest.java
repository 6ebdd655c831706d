package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.container.posix.ControlFifo;
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
import io.jwasm.sentry.kernel.Signal;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.platform.CodeCache;
import io.jwasm.sentry.platform.ModuleLimits;
import io.jwasm.wasi.preview1.Preview1;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The orders come from a file, at whose end the reader ends; a FIFO of a sandbox has none. */
class OrdersTest {
  /** {@code (module (memory (export "memory") 1) (func (export "_start")))}. */
  private static final String RETURNS =
      "0061736d01000000010401600000030201000503010001071302066d656d6f72790200065f7374617274"
          + "00000a040102000b";

  /** The same with {@code (loop (br 0))} in it. */
  private static final String LOOPS =
      "0061736d01000000010401600000030201000503010001071302066d656d6f72790200065f7374617274"
          + "00000a0901070003400c000b0b";

  @TempDir Path directory;

  private final List<String> told = new ArrayList<>();
  private final PidsLimit pids = PidsLimit.of(PidsLimit.DEFAULT);
  private final MemoryLimit memory = MemoryLimit.ofBytes(1 << 20);

  @Test
  void programRunsWhenItIsOrderedTo() throws Exception {
    PreparedProcess process = prepare(RETURNS);
    obey(process);
    assertThat(process.group().exitStatus()).isNull();
    obey(process, 0);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  void secondOrderToStartChangesNothing() throws Exception {
    PreparedProcess process = prepare(RETURNS);
    obey(process, 0, 0);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Exited(0));
  }

  @ParameterizedTest
  @CsvSource({"1", "9", "15", "34", "64"})
  void signalEndsARunningProgram(int number) throws Exception {
    PreparedProcess process = prepare(LOOPS);
    obey(process, 0, number);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(new Signal(number)));
  }

  @Test
  void signalBeforeTheStartKeepsTheProgramFromRunning() throws Exception {
    PreparedProcess process = prepare(LOOPS);
    obey(process, 15, 0);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
  }

  @Test
  void whatIsNoOrderIsPassedOver() throws Exception {
    PreparedProcess process = prepare(LOOPS);
    obey(process, 65, 73, 128, 255, 17);
    assertThat(process.group().exitStatus()).isNull();
    obey(process, 255, 0, 9);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGKILL));
  }

  @Test
  void moreOrdersThanTheBufferHoldsAreAllObeyed() throws Exception {
    PreparedProcess process = prepare(LOOPS);
    int[] orders = new int[1000];
    Arrays.fill(orders, 28);
    orders[999] = 15;
    obey(process, orders);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
  }

  @Test
  void limitsAndRequestsComeWithANumberOfEightBytes() throws Exception {
    PreparedProcess process = prepare(LOOPS);
    obey(process, 70, 0, 0, 0, 0, 16, 0, 0, 0, 71, 255, 255, 255, 255, 255, 255, 255, 254, 0, 15);
    assertThat(told).containsExactly("limit 268435456", "report -2");
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, 0, 0, 7, 7",
    "0, 0, 0, 0, 0, 0, 1, 1, 257",
    "0, 0, 0, 0, 0, 0, 0, 0, 8192",
    "255, 255, 255, 255, 255, 255, 255, 255, 8192",
    "127, 0, 0, 0, 0, 0, 0, 0, 8192"
  })
  void aLimitOfTasksIsTheKernels(
      int b1, int b2, int b3, int b4, int b5, int b6, int b7, int b8, int tasks) throws Exception {
    PreparedProcess process = prepare(LOOPS);
    obey(process, 72, b1, b2, b3, b4, b5, b6, b7, b8, 9);
    assertThat(pids.max()).isEqualTo(tasks);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGKILL));
  }

  @Test
  void theMemoryOfAProgramThatIsEndedBeforeTheStartGoesBack() throws Exception {
    PreparedProcess process = prepare(LOOPS);
    assertThat(memory.chargedBytes()).isEqualTo(65_536);
    obey(process, 15);
    assertThat(memory.chargedBytes()).isZero();
  }

  /** 63 bytes of nothing, and a limit over the end of what is read at once. */
  @Test
  void aNumberOverTheEndOfTheBufferIsRead() throws Exception {
    PreparedProcess process = prepare(LOOPS);
    int[] orders = new int[63 + 9];
    Arrays.fill(orders, 0, 63, 200);
    orders[63] = 70;
    orders[71] = 7;
    obey(process, orders);
    assertThat(told).containsExactly("limit 7");
    assertThat(process.group().exitStatus()).isNull();
    obey(process, 0, 9);
    assertThat(process.group().awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGKILL));
  }

  @Test
  void numbersAreThoseOfTheCommandLine() {
    assertThat(Orders.MEMORY_LIMIT).isEqualTo(ControlFifo.MEMORY_LIMIT);
    assertThat(Orders.REPORT).isEqualTo(ControlFifo.REPORT);
    assertThat(Orders.PIDS_LIMIT).isEqualTo(ControlFifo.PIDS_LIMIT);
  }

  private final class Recorder implements Orders.MemoryOrders {
    @Override
    public void limit(long bytes) {
      told.add("limit " + bytes);
    }

    @Override
    public void report(long request) {
      told.add("report " + request);
    }
  }

  private void obey(PreparedProcess process, int... orders) throws Exception {
    byte[] bytes = new byte[orders.length];
    for (int i = 0; i < orders.length; i++) {
      bytes[i] = (byte) orders[i];
    }
    Path file = Files.write(directory.resolve("orders"), bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      new Orders(channel, process, new Recorder(), pids).run();
    }
  }

  private PreparedProcess prepare(String module) throws Exception {
    Path root = Files.createDirectory(directory.resolve("rootfs"));
    Files.write(root.resolve("a.wasm"), HexFormat.of().parseHex(module));
    StdioConfig absent = StdioConfig.absent();
    return Sentry.boot(
            new SentryConfig(
                "interpreter",
                MountPlan.of(MountConfig.root(root.toString())),
                "test",
                "(none)",
                1 << 30,
                MemoryFile.temporary(memory),
                CodeCache.none(),
                Clock.host(),
                RandomSource.secureRandom(),
                pids,
                null),
            Preview1.table())
        .prepare(
            new ProcessSpec(
                List.of("/a.wasm"),
                List.of(),
                "/",
                absent,
                absent,
                absent,
                16,
                Credentials.of(0, 0),
                null,
                null,
                ModuleLimits.standard(),
                ThreadGroup.LEADER_STACK_BYTES));
  }
}
