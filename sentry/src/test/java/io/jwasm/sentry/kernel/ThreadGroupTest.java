package io.jwasm.sentry.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.mm.GuestMemory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
@SuppressWarnings("JavaLangClash")
final class ThreadGroupTest {
  private final ThreadGroup group =
      new ThreadGroup(
          new ProcessImage(List.of("m"), List.of()),
          new FdTable(4),
          new Kernel(Clock.host(), RandomSource.secureRandom(), null),
          Credentials.of(0, 0));

  @Test
  void aSignalEndsTheGroupWhileItsThreadIsStuckInTheHost() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    group.start(
        GuestMemory.absent(),
        task -> {
          inside.countDown();
          while (true) {
            try {
              never.await();
            } catch (InterruptedException e) {
              // as a host call that does not notice
            }
          }
        });
    inside.await();
    group.deliver(Signal.SIGKILL);
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGKILL));
  }

  @Test
  void theFirstEndCounts() throws Exception {
    group.start(GuestMemory.absent(), task -> new ExitStatus.Exited(3));
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Exited(3));
    group.deliver(Signal.SIGTERM);
    assertThat(group.exitStatus()).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  void aSignalBeforeTheStartIsTheEnd() throws Exception {
    group.deliver(Signal.SIGTERM);
    group.start(GuestMemory.absent(), task -> new ExitStatus.Exited(0));
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
  }

  @Test
  void ignoredAndStoppingSignalsDoNotEndIt() {
    for (int number : new int[] {17, 18, 19, 20, 21, 22, 23, 28}) {
      group.deliver(new Signal(number));
    }
    assertThat(group.exitStatus()).isNull();
  }

  @Test
  void aBugEndsTheGroup() throws Exception {
    group.start(
        GuestMemory.absent(),
        task -> {
          throw new IllegalStateException("a bug");
        });
    assertThat(group.awaitExit())
        .isEqualTo(
            new ExitStatus.Trapped("internal error: java.lang.IllegalStateException: a bug"));
  }
}
