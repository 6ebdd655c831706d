package io.jwasm.sentry.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostKernelPollTest {
  private static final int READABLE = HostConstants.POLLIN << HostConstants.POLL_REVENTS_SHIFT;

  private int event;

  @BeforeEach
  void makeEvent() {
    event = HostKernel.eventfd();
    assertThat(event).isPositive();
  }

  @AfterEach
  void closeEvent() {
    HostKernel.close(event);
  }

  @Test
  void eventIsReadableFromSignalToDrain() {
    assertThat(pollEvent(0)).isZero();
    assertThat(HostKernel.signalEvent(event)).isZero();
    assertThat(HostKernel.signalEvent(event)).isZero();
    assertThat(pollEvent(-1)).isEqualTo(READABLE);
    assertThat(HostKernel.drainEvent(event)).isZero();
    assertThat(pollEvent(0)).isZero();
    assertThat(HostKernel.drainEvent(event)).isZero();
  }

  @Test
  void eventThatIsFullIsSignalled() {
    ByteBuffer most = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN);
    most.putLong(0, -2);
    assertThat(HostKernel.write(event, HostKernel.addressOf(most), 8)).isEqualTo(8);
    assertThat(HostKernel.signalEvent(event)).isZero();
  }

  @Test
  void signalWakesAPollThatWaits() throws Exception {
    CompletableFuture<Integer> waiter = new CompletableFuture<>();
    Thread thread = new Thread(() -> waiter.complete(pollEvent(-1)));
    thread.start();
    assertThat(HostKernel.signalEvent(event)).isZero();
    assertThat(waiter.get(1, TimeUnit.MINUTES)).isEqualTo(READABLE);
    thread.join();
  }

  @Test
  void pollEndsWhenItsTimeIsOver() {
    long begin = System.nanoTime();
    assertThat(pollEvent(20_000_000)).isZero();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void alarmIsReadableFromItsMomentOn() {
    long now = System.currentTimeMillis() * 1_000_000;
    assertThat(pollAlarm(now - 1, -1)).isEqualTo(1);
    assertThat(pollAlarm(Long.MIN_VALUE, -1)).isEqualTo(1);
    assertThat(pollAlarm(now + 5_000_000, -1)).isEqualTo(1);
    assertThat(System.currentTimeMillis() * 1_000_000).isGreaterThanOrEqualTo(now + 5_000_000);
    assertThat(pollAlarm(now + 3_600_000_000_000L, 0)).isZero();
    assertThat(pollAlarm(Long.MAX_VALUE, 0)).isZero();
  }

  private static int pollAlarm(long realtimeNanos, long timeoutNanos) {
    int alarm = HostKernel.alarm(realtimeNanos);
    assertThat(alarm).isPositive();
    int ready = HostKernel.poll(new int[] {alarm, HostConstants.POLLIN}, 1, timeoutNanos);
    HostKernel.close(alarm);
    return ready;
  }

  @Test
  void transfersWithoutWaitingLeaveTheFlagsOfTheFile() throws Exception {
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.ANONYMOUS)) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(8);
      long[] iov = {HostKernel.addressOf(bytes), 3, HostKernel.addressOf(bytes) + 3, 5};
      assertThat(HostKernel.readvNowait(pipe.sourceFd, iov, 2)).isEqualTo(-HostConstants.EAGAIN);
      assertThat(HostKernel.writevNowait(pipe.sinkFd, iov, 2)).isEqualTo(8);
      assertThat(HostKernel.available(pipe.sourceFd)).isEqualTo(8);
      assertThat(HostKernel.readvNowait(pipe.sourceFd, iov, 1)).isEqualTo(3);
      assertThat(HostKernel.getFlags(pipe.sourceFd) & HostConstants.O_NONBLOCK).isZero();
      assertThat(HostKernel.readvNowait(pipe.sourceFd, iov, 3)).isEqualTo(HostErrno.EFAULT);
      assertThat(HostKernel.writevNowait(pipe.sinkFd, null, 1)).isEqualTo(HostErrno.EFAULT);
      assertThat(HostKernel.writevNowait(pipe.sinkFd, iov, -1)).isEqualTo(HostErrno.EINVAL);
    }
  }

  @Test
  void namedFifosCannotTransferWithoutWaiting() throws Exception {
    try (HostPipe pipe = HostPipe.open(HostPipe.Kind.FIFO)) {
      long[] iov = {HostKernel.addressOf(ByteBuffer.allocateDirect(8)), 8};
      assertThat(HostKernel.readvNowait(pipe.sourceFd, iov, 1))
          .isIn((long) -HostConstants.EOPNOTSUPP, (long) -HostConstants.EAGAIN);
    }
  }

  @Test
  void eachDescriptorGetsItsEventsAboveThoseAskedFor() {
    HostKernel.signalEvent(event);
    int[] fds = {event, 5, -1, 1, event, 4, 1_000_000, 1};
    assertThat(HostKernel.poll(fds, 4, -1)).isEqualTo(3);
    assertThat(fds).containsExactly(event, 0x5_0005, -1, 1, event, 0x4_0004, 1_000_000, 0x20_0001);
  }

  @Test
  void eventsOfAnEarlierPollAreForgotten() {
    int[] fds = {event, READABLE | HostConstants.POLLIN};
    assertThat(HostKernel.poll(fds, 1, 0)).isZero();
    assertThat(fds).containsExactly(event, HostConstants.POLLIN);
  }

  @Test
  void pollIsBounded() {
    int[] fds = new int[2 * HostConstants.POLL_MAX + 2];
    Arrays.fill(fds, -1);
    assertThat(HostKernel.poll(fds, 256, 0)).isZero();
    // More than that is allocated; the kernel takes as many as there may be open descriptors.
    assertThat(HostKernel.poll(fds, 1024, 0)).isZero();
    assertThat(HostKernel.poll(fds, HostConstants.POLL_MAX + 1, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.poll(fds, -1, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.poll(new int[3], 2, 0)).isEqualTo(HostErrno.EFAULT);
    assertThat(HostKernel.poll(null, 1, 0)).isEqualTo(HostErrno.EFAULT);
    assertThat(HostKernel.poll(fds, 0, 0)).isZero();
  }

  @Test
  void eventCallsOnAnotherDescriptorFail() {
    assertThat(HostKernel.signalEvent(-1)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.drainEvent(-1)).isEqualTo(HostErrno.EBADF);
  }

  private int pollEvent(long timeoutNanos) {
    int[] fds = {event, HostConstants.POLLIN};
    HostKernel.poll(fds, 1, timeoutNanos);
    return fds[1] & ~HostConstants.POLLIN;
  }
}
