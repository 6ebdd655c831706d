package io.jwasm.sentry.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
    group.start(task -> new ExitStatus.Exited(3));
    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Exited(3));
    group.deliver(Signal.SIGTERM);
    assertThat(group.exitStatus()).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  void aSignalBeforeTheStartIsTheEnd() throws Exception {
    group.deliver(Signal.SIGTERM);
    group.start(task -> new ExitStatus.Exited(0));
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
  void aBugEndsTheGroupAsAFailureOfTheKernel() throws Exception {
    IllegalStateException bug = new IllegalStateException("a bug");
    group.start(
        task -> {
          throw bug;
        });

    assertThat(group.awaitExit()).isEqualTo(new ExitStatus.Panicked(bug));
    assertThat(group.awaitExit().status()).isEqualTo(128);
  }

  @Test
  void aFullHeapEndsTheGroupAsATrap() throws Exception {
    group.start(
        task -> {
          throw new OutOfMemoryError("while making the message about it");
        });

    assertThat(group.awaitExit()).isEqualTo(ExitStatus.Trapped.OUT_OF_MEMORY);
  }

  @Test
  void tasksAreNumberedFromTheLeader() throws Exception {
    List<Integer> tids = new CopyOnWriteArrayList<>();
    CountDownLatch never = new CountDownLatch(1);
    group.start(
        program(
            task -> {
              tids.add(task.tid());
              tids.add(spawn(task));
              tids.add(spawn(task));
              return new ExitStatus.Exited(0);
            },
            task -> await(never)));
    group.awaitExit();
    assertThat(tids).containsExactly(1, 2, 3);
  }

  @Test
  void aThreadThatEndsLeavesItsPlaceButNotItsNumber() throws Exception {
    List<Integer> tids = new CopyOnWriteArrayList<>();
    ThreadGroup two = group(Clock.host(), 2);
    two.start(
        program(
            task -> {
              for (int i = 0; i < 3; i++) {
                tids.add(spawn(task));
                while (two.taskCount() > 1) {
                  Thread.onSpinWait();
                }
              }
              return new ExitStatus.Exited(0);
            },
            task -> null));
    two.awaitExit();
    assertThat(tids).doesNotContain(-1).doesNotHaveDuplicates();
  }

  @Test
  void beyondTheLimitThereAreNoMoreTasks() throws Exception {
    List<Integer> tids = new CopyOnWriteArrayList<>();
    ThreadGroup three = group(Clock.host(), 3);
    CountDownLatch never = new CountDownLatch(1);
    three.start(
        program(
            task -> {
              for (int i = 0; i < 4; i++) {
                tids.add(spawn(task));
              }
              return new ExitStatus.Exited(0);
            },
            task -> await(never)));
    three.awaitExit();
    assertThat(tids).containsExactly(2, 3, -1, -1);
  }

  @Test
  void aHostWithoutRoomForAThreadIsEagainAndTakesNoPlace() throws Exception {
    List<Integer> tids = new CopyOnWriteArrayList<>();
    ThreadGroup two = group(Clock.host(), 2);
    AtomicInteger refusals = new AtomicInteger(5);
    two.start(
        new Code() {
          @Override
          public ExitStatus run(Task task) {
            for (int i = 0; i < 6; i++) {
              tids.add(spawn(task));
            }
            return new ExitStatus.Exited(0);
          }

          @Override
          public Code forThread(int startArg) {
            if (refusals.getAndDecrement() > 0) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            return task -> null;
          }
        });
    two.awaitExit();
    assertThat(tids).containsExactly(-1, -1, -1, -1, -1, 2);
  }

  @Test
  void aProgramWithoutThreadsCannotStartOne() throws Exception {
    AtomicReference<Errno> errno = new AtomicReference<>();
    group.start(
        task -> {
          try {
            task.spawn(0);
          } catch (ErrnoException e) {
            errno.set(e.errno());
          }
          return new ExitStatus.Exited(0);
        });
    group.awaitExit();
    assertThat(errno).hasValue(Errno.ENOSYS);
  }

  @Test
  void anEndInterruptsEveryOtherTask() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(20);
    group.start(
        program(
            task -> {
              for (int i = 0; i < 20; i++) {
                spawn(task);
              }
              inside.countDown();
              return await(never);
            },
            task -> {
              inside.countDown();
              return await(never);
            }));
    inside.await();
    group.deliver(Signal.SIGTERM);
    while (group.taskCount() > 0) {
      Thread.onSpinWait();
    }
    assertThat(group.exitStatus()).isEqualTo(new ExitStatus.Signaled(Signal.SIGTERM));
  }

  @Test
  void aGroupThatHasEndedStartsNothing() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean left = new AtomicBoolean();
    group.start(
        program(
            task -> {
              await(ended);
              try {
                spawn(task);
              } catch (TaskExit e) {
                left.set(true);
                throw e;
              }
              return new ExitStatus.Exited(0);
            },
            task -> null));
    group.deliver(Signal.SIGKILL);
    while (group.taskCount() > 0) {
      Thread.onSpinWait();
    }
    assertThat(left).isTrue();
  }

  @Test
  void codeIsReleasedWhenTheLastTaskHasLeftAndNotBefore() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Released code =
        new Released(
            task -> {
              spawn(task);
              await(inside);
              return new ExitStatus.Exited(1);
            },
            _ -> {
              inside.countDown();
              boolean stuck = true;
              while (stuck) {
                try {
                  leave.await();
                  stuck = false;
                } catch (InterruptedException e) {
                  // as a host call that does not notice
                }
              }
              return null;
            });
    group.start(code);
    group.awaitExit();
    while (group.taskCount() > 1) {
      Thread.onSpinWait();
    }
    assertThat(code.count).hasValue(0);
    leave.countDown();
    code.released.await();
    group.deliver(Signal.SIGKILL);
    assertThat(code.count).hasValue(1);
  }

  @Test
  void codeThatNeverRanIsReleasedToo() {
    Released code = new Released(_ -> null, _ -> null);
    group.load(code);
    group.deliver(Signal.SIGTERM);
    assertThat(code.count).hasValue(1);
    group.start();
    assertThat(code.count).hasValue(1);
    Released late = new Released(_ -> null, _ -> null);
    group.load(late);
    assertThat(late.count).hasValue(1);
  }

  private static final class Released implements Code {
    final AtomicInteger count = new AtomicInteger();
    final CountDownLatch released = new CountDownLatch(1);
    private final Code program;

    Released(Code leader, Code thread) {
      program = program(leader, thread);
    }

    @Override
    public ExitStatus run(Task task) {
      return program.run(task);
    }

    @Override
    public Code forThread(int startArg) throws ErrnoException {
      return program.forThread(startArg);
    }

    @Override
    public void release() {
      count.incrementAndGet();
      released.countDown();
    }
  }

  @Test
  void processorTimeIsThatOfAllTasksAlsoOfThoseThatHaveEnded() throws Exception {
    ThreadGroup three = group(new SevenNanosPerThread(), 3);
    AtomicLong nanos = new AtomicLong();
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger started = new AtomicInteger();
    three.start(
        program(
            task -> {
              spawn(task);
              while (three.taskCount() > 1) {
                Thread.onSpinWait();
              }
              spawn(task);
              nanos.set(three.cpuNanos());
              return new ExitStatus.Exited(0);
            },
            task -> started.getAndIncrement() == 0 ? null : await(never)));
    three.awaitExit();
    assertThat(nanos).hasValue(21);
  }

  private static ThreadGroup group(Clock clock, int limit) {
    return new ThreadGroup(
        new ProcessImage(List.of("m"), List.of()),
        new FdTable(4),
        new Kernel(clock, RandomSource.secureRandom(), null, PidsLimit.of(limit)),
        Credentials.of(0, 0));
  }

  private static Code program(Code leader, Code thread) {
    return new Code() {
      @Override
      public ExitStatus run(Task task) {
        return leader.run(task);
      }

      @Override
      public Code forThread(int startArg) {
        return thread;
      }
    };
  }

  private static int spawn(Task task) {
    try {
      return task.spawn(0);
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.EAGAIN);
      return -1;
    }
  }

  private static ExitStatus await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // as a guest that is stopped; the group knows why
    }
    return new ExitStatus.Signaled(Signal.SIGKILL);
  }

  private static final class SevenNanosPerThread implements Clock {
    @Override
    public long realtimeNanos() {
      return 0;
    }

    @Override
    public long monotonicNanos() {
      return 0;
    }

    @Override
    public long cpuNanos() {
      return 7;
    }

    @Override
    public long cpuNanos(int cpuClock) {
      return 7;
    }
  }
}
