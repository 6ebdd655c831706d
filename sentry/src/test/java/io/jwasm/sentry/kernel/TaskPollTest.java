package io.jwasm.sentry.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.Waitable;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.HostPipe;
import io.jwasm.sentry.host.HostSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Waiting: for objects of the sentry, for descriptors of the host, for clocks, and being killed.
 */
@Timeout(60)
final class TaskPollTest {
  private static final Waitable ALWAYS = new Waitable() {};
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final TestObject object = new TestObject();

  /** What the host's descriptor says. */
  private record OnHost(int hostFd) implements Waitable {}

  @Test
  void whatIsReadyIsToldAtOnceAndMakesNoEvent() throws Exception {
    int[] ready =
        TestProcess.start(
                task -> {
                  long events = eventFds();
                  PollSet set = new PollSet(2);
                  set.add(object, Readiness.IN);
                  set.add(ALWAYS, Readiness.OUT);
                  assertThat(task.poll(set, Deadline.none())).isTrue();
                  assertThat(eventFds()).isEqualTo(events);
                  return new int[] {set.ready(0), set.ready(1)};
                })
            .result();
    assertThat(ready).containsExactly(0, Readiness.OUT);
  }

  @Test
  void anObjectThatBecomesReadyEndsTheWait() throws Exception {
    TestProcess<Integer> process =
        TestProcess.start(
            task -> {
              PollSet set = new PollSet(2);
              set.add(object, Readiness.IN);
              set.add(object, Readiness.OUT);
              assertThat(task.poll(set, Deadline.none())).isTrue();
              assertThat(set.ready(0)).isZero();
              return set.ready(1);
            });
    object.awaitWaiter();
    object.set(Readiness.OUT);
    assertThat(process.result()).isEqualTo(Readiness.OUT);
    assertThat(object.queue.isEmpty()).isTrue();
  }

  @Test
  void aWakeWithoutAReasonDoesNot() throws Exception {
    TestProcess<Boolean> process = TestProcess.start(this::blockOnObject);
    object.awaitWaiter();
    for (int i = 0; i < 100; i++) {
      object.queue.wake(Readiness.IN);
    }
    object.set(Readiness.IN);
    assertThat(process.result()).isTrue();
  }

  @Test
  void errorsAreToldWithoutBeingAskedFor() throws Exception {
    TestProcess<Boolean> process = TestProcess.start(this::blockOnObject);
    object.awaitWaiter();
    object.set(Readiness.HUP);
    assertThat(process.result()).isTrue();
  }

  @Test
  void theHostEndsTheWaitForItsDescriptors() throws Exception {
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      TestProcess<Integer> process =
          TestProcess.start(
              task -> {
                PollSet set = new PollSet(2);
                set.add(object, Readiness.IN);
                set.add(new OnHost(pipe.sourceFd), Readiness.IN);
                assertThat(task.poll(set, Deadline.none())).isTrue();
                assertThat(set.ready(0)).isZero();
                return set.ready(1);
              });
      object.awaitWaiter();
      pipe.write("x");
      assertThat(process.result()).isEqualTo(Readiness.IN);
    }
  }

  @Test
  void whatIsReadyInTheHostIsToldTogetherWithTheRest() throws Exception {
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      pipe.closeSink();
      int[] ready =
          TestProcess.start(
                  task -> {
                    PollSet set = new PollSet(2);
                    set.add(ALWAYS, Readiness.IN);
                    set.add(new OnHost(pipe.sourceFd), Readiness.IN);
                    assertThat(task.poll(set, Deadline.none())).isTrue();
                    return new int[] {set.ready(0), set.ready(1)};
                  })
              .result();
      assertThat(ready).containsExactly(Readiness.IN, Readiness.HUP);
    }
  }

  @Test
  void theMonotonicDeadlineEndsTheWait() throws Exception {
    assertThat(
            TestProcess.start(
                    task -> {
                      long until = task.clock().monotonicNanos() + 5_000_000;
                      boolean ready = pollUntil(task, until, Deadline.NEVER);
                      assertThat(task.clock().monotonicNanos()).isGreaterThanOrEqualTo(until);
                      return ready;
                    })
                .result())
        .isFalse();
  }

  @Test
  void theRealtimeDeadlineEndsTheWaitAndItsAlarmIsClosed() throws Exception {
    assertThat(
            TestProcess.start(
                    task -> {
                      long until = task.clock().realtimeNanos() + 5_000_000;
                      long hour = task.clock().monotonicNanos() + HOUR_NANOS;
                      boolean ready = pollUntil(task, hour, until);
                      assertThat(task.clock().realtimeNanos()).isGreaterThanOrEqualTo(until);
                      assertThat(links("timerfd")).isZero();
                      return ready;
                    })
                .result())
        .isFalse();
  }

  @Test
  void aDeadlineThatHasPassedDoesNotWait() throws Exception {
    assertThat(TestProcess.start(task -> pollUntil(task, 0, Deadline.NEVER)).result()).isFalse();
    assertThat(TestProcess.start(task -> pollUntil(task, Deadline.NEVER, 1)).result()).isFalse();
  }

  @Test
  void aKillEndsTheWaitForAnObject() throws Exception {
    TestProcess<Boolean> process = TestProcess.start(this::blockOnObject);
    object.awaitWaiter();
    assertThat(process.kill().errno()).isEqualTo(Errno.EINTR);
    assertThat(object.queue.isEmpty()).isTrue();
  }

  @Test
  void aKillEndsTheWaitForTheHost() throws Exception {
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      TestProcess<Boolean> process =
          TestProcess.start(
              task -> {
                PollSet set = new PollSet(2);
                set.add(object, Readiness.IN);
                set.add(new OnHost(pipe.sourceFd), Readiness.IN);
                return task.poll(set, Deadline.at(Clock.host(), HOUR_NANOS, Deadline.NEVER));
              });
      object.awaitWaiter();
      assertThat(process.kill().errno()).isEqualTo(Errno.EINTR);
    }
  }

  @Test
  void aTaskThatWasKilledDoesNotWaitAnyMore() throws Exception {
    TestObject other = new TestObject();
    TestProcess<Boolean> process =
        TestProcess.start(
            task -> {
              try {
                task.block(object, Readiness.IN);
              } catch (io.jwasm.sentry.errno.ErrnoException e) {
                task.block(other, Readiness.IN);
              }
              return true;
            });
    object.awaitWaiter();
    assertThat(process.kill().errno()).isEqualTo(Errno.EINTR);
  }

  @Test
  void theEventIsMadeForTheHostAndClosedWithTheTask() throws Exception {
    long before = eventFds();
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      TestProcess<Long> process =
          TestProcess.start(
              task -> {
                blockOnObject(task);
                assertThat(eventFds()).isEqualTo(before);
                task.block(new OnHost(pipe.sourceFd), Readiness.IN);
                return eventFds();
              });
      object.awaitWaiter();
      object.set(Readiness.IN);
      pipe.write("x");
      assertThat(process.result()).isEqualTo(before + 1);
      process.awaitEnd();
    }
    assertThat(eventFds()).isEqualTo(before);
  }

  @Test
  void aSetTakesAsManyAsOneCallMayAskFor() throws Exception {
    assertThat(PollSet.MAX_OBJECTS).isEqualTo(65_536);
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      TestProcess<Integer> process =
          TestProcess.start(
              task -> {
                PollSet set = new PollSet(65_536);
                for (int i = 0; i < 65_535; i++) {
                  set.add(new OnHost(pipe.sourceFd), Readiness.IN);
                }
                set.add(object, Readiness.IN);
                assertThat(task.poll(set, Deadline.none())).isTrue();
                return set.ready(65_534);
              });
      object.awaitWaiter();
      pipe.write("x");
      assertThat(process.result()).isEqualTo(Readiness.IN);
    }
  }

  @Test
  void objectsOfOneDescriptorAreToldWhatEachAskedFor() throws Exception {
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      pipe.write("x");
      int[] ready =
          TestProcess.start(
                  task -> {
                    PollSet set = new PollSet(5);
                    set.add(new OnHost(pipe.sinkFd), Readiness.IN);
                    set.add(new OnHost(pipe.sinkFd), Readiness.OUT);
                    set.add(object, Readiness.IN);
                    set.add(new OnHost(pipe.sourceFd), Readiness.OUT);
                    set.add(new OnHost(pipe.sourceFd), Readiness.IN);
                    assertThat(task.poll(set, Deadline.none())).isTrue();
                    return IntStream.range(0, 5).map(set::ready).toArray();
                  })
              .result();
      assertThat(ready).containsExactly(0, Readiness.OUT, 0, 0, Readiness.IN);
    }
  }

  /** Prints what it costs to wait for many of whom few are ready. */
  @Test
  void tenThousandDescriptorsAreWaitedForInBoundedTime() throws Exception {
    List<Integer> fds = new ArrayList<>();
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      pipe.write("x");
      while (fds.size() < 10_000) {
        fds.add(HostSockets.socket(HostConstants.AF_INET, HostConstants.SOCK_DGRAM));
      }
      assertThat(fds).as("ulimit -n").allMatch(fd -> fd >= 0);
      long nanos = TestProcess.start(task -> nanosPerPoll(task, fds, pipe.sourceFd)).result();
      System.out.println("poll of 10,000 idle sockets: " + nanos / 1000 + " microseconds");
      assertThat(nanos).isLessThan(50_000_000);
    } finally {
      fds.forEach(HostKernel::close);
    }
  }

  private static long nanosPerPoll(Task task, List<Integer> fds, int ready) throws Exception {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 100; round++) {
      long begin = System.nanoTime();
      PollSet set = new PollSet(fds.size() + 1);
      for (int fd : fds) {
        set.add(new OnHost(fd), Readiness.IN);
      }
      set.add(new OnHost(ready), Readiness.IN);
      assertThat(task.poll(set, Deadline.none())).isTrue();
      assertThat(set.ready(fds.size())).isEqualTo(Readiness.IN);
      least = Math.min(least, System.nanoTime() - begin);
    }
    return least;
  }

  private boolean blockOnObject(Task task) throws Exception {
    task.block(object, Readiness.IN);
    return true;
  }

  private static boolean pollUntil(Task task, long monotonic, long realtime) throws Exception {
    return task.poll(new PollSet(0), Deadline.at(task.clock(), monotonic, realtime));
  }

  private static long eventFds() throws IOException {
    return links("eventfd");
  }

  private static long links(String kind) throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.filter(fd -> target(fd).contains(kind)).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // the directory's own, closed already
    }
  }
}
