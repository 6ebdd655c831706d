package io.jwasm.wasi.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.Code;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Kernel;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.ProcessImage;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.kernel.ThreadGroup;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.wasi.preview1.Preview1;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@SuppressWarnings("JavaLangClash")
final class WasiThreadsTest {
  private static final int AGAIN = 6;
  private static final int NOSYS = 52;

  private final Syscall spawn = new WasiThreads().find("wasi", "thread-spawn");

  @Test
  void thereIsOneFunctionInTheTableOfWasiPrograms() {
    assertThat(spawn.signature()).hasToString("(i32) -> (i32)");
    assertThat(new WasiThreads().find("wasi", "thread-exit")).isNull();
    assertThat(new WasiThreads().find("wasi_snapshot_preview1", "thread-spawn")).isNull();
    assertThat(Preview1.table().signatures("wasi", "thread-spawn")).hasSize(1);
    assertThat(Preview1.table().threadEntry("wasi")).isEqualTo("wasi_thread_start");
    assertThat(Preview1.table().threadEntry("wasi_snapshot_preview1")).isNull();
  }

  @Test
  void itReturnsANumberAndPassesTheArgumentOn() throws Exception {
    AtomicInteger given = new AtomicInteger();
    CountDownLatch ran = new CountDownLatch(1);
    ExitStatus status =
        run(
            2,
            task -> {
              long tid = spawn.handler().call(task, new long[] {0xffff_ffff_8000_0004L});
              await(ran);
              return new ExitStatus.Exited((int) tid);
            },
            argument -> {
              given.set(argument);
              ran.countDown();
              return null;
            });
    assertThat(given).hasValue(0x8000_0004);
    assertThat(status).isEqualTo(new ExitStatus.Exited(2));
  }

  @Test
  void anErrorIsTheNegativeNumberOfWasi() throws Exception {
    assertThat(run(1, this::spawnOnce, _ -> null)).isEqualTo(new ExitStatus.Exited(-AGAIN));
    ThreadGroup group = group(1);
    assertThat(spawn.handler().call(new Task(group, GuestMemory.absent()), new long[1]))
        .isEqualTo(-NOSYS);
  }

  private ExitStatus spawnOnce(Task task) {
    return new ExitStatus.Exited((int) spawn.handler().call(task, new long[1]));
  }

  private interface Thread {
    ExitStatus run(int argument);
  }

  private static ExitStatus run(int limit, Code leader, Thread thread) throws Exception {
    ThreadGroup group = group(limit);
    group.start(
        new Code() {
          @Override
          public ExitStatus run(Task task) {
            return leader.run(task);
          }

          @Override
          public Code forThread(int startArg) {
            return _ -> thread.run(startArg);
          }
        });
    return group.awaitExit();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ThreadGroup group(int limit) {
    return new ThreadGroup(
        new ProcessImage(List.of("m"), List.of()),
        new FdTable(8),
        new Kernel(Clock.host(), RandomSource.secureRandom(), null, PidsLimit.of(limit)),
        Credentials.of(0, 0));
  }
}
