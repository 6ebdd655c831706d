package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.IoSequence;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams: what arrives of what was sent, and how a connection ends. */
abstract class StreamContract extends SocketContract {
  private static final int BULK = 16 << 20;

  @ParameterizedTest
  @EnumSource(names = {"INET", "INET6"})
  void bytesGoBothWays(SocketFamily family) throws Exception {
    Pair pair = pair(family);
    send(pair.client(), "question");
    assertThat(receive(pair.server(), 100)).isEqualTo("question");
    send(pair.server(), "answer");
    assertThat(receive(pair.client(), 100)).isEqualTo("answer");
  }

  @ParameterizedTest
  @EnumSource(names = {"INET", "INET6"})
  void bothEndsKnowBothAddresses(SocketFamily family) throws Exception {
    Pair pair = pair(family);
    assertThat(pair.server().remoteAddress()).isEqualTo(pair.client().localAddress());
    assertThat(pair.client().remoteAddress()).isEqualTo(pair.server().localAddress());
    assertThat(((SocketAddress.Inet) pair.server().localAddress()).address())
        .isEqualTo(loopback(family));
  }

  @Test
  void whatIsNotReadStaysInOrder() throws Exception {
    Pair pair = pair();
    send(pair.client(), "abcdef");
    assertThat(receive(pair.server(), 2)).isEqualTo("ab");
    assertThat(receive(pair.server(), 100)).isEqualTo("cdef");
  }

  @Test
  void peekLeavesTheBytes() throws Exception {
    Pair pair = pair();
    send(pair.client(), "abc");
    assertThat(receive(pair.server(), 2, MessageHeader.PEEK, null)).isEqualTo("ab");
    assertThat(receive(pair.server(), 100)).isEqualTo("abc");
  }

  @Test
  void waitallWaitsUntilTheBuffersAreFull() throws Exception {
    Pair pair = pair();
    send(pair.client(), "abc");
    TestProcess<String> reader =
        startBlocked(caller -> receive(caller, pair.server(), 7, MessageHeader.WAITALL, null));
    send(pair.client(), "defgh");
    assertThat(reader.result()).isEqualTo("abcdefg");
  }

  @Test
  void waitallReturnsWhatCameBeforeTheEnd() throws Exception {
    Pair pair = pair();
    send(pair.client(), "abc");
    pair.client().shutdown(Shutdown.WRITE);
    assertThat(receive(pair.server(), 7, MessageHeader.WAITALL, null)).isEqualTo("abc");
    assertThat(receive(pair.server(), 7, MessageHeader.WAITALL, null)).isEmpty();
  }

  @Test
  void aStreamHasNoSourceAndIsNeverTruncated() throws Exception {
    Pair pair = pair();
    MessageHeader header = new MessageHeader();
    header.fill(loopback(1), true);
    send(pair.client(), "abc");
    receive(pair.server(), 1, 0, header);
    assertThat(header.source()).isNull();
    assertThat(header.truncated()).isFalse();
  }

  @Test
  void aReadOfNothingReturnsAtOnce() throws Exception {
    Pair pair = pair();
    assertThat(pair.server().read(KERNEL, zeros(0))).isZero();
    assertThat(pair.server().write(KERNEL, zeros(0))).isZero();
  }

  @Test
  void aWriteGoesOnUntilASlowReaderHasTakenAll() throws Exception {
    Pair pair = pair();
    pair.client().setOption(SocketOption.SEND_BUFFER, 65_536);
    TestProcess<Long> writer =
        startBlocked(caller -> pair.client().write(caller, bytes(noise(BULK))));
    ByteBuffer all = ByteBuffer.allocateDirect(BULK);
    long read =
        start(task -> pair.server().receive(task, IoSequence.of(all), MessageHeader.WAITALL, null))
            .result();
    assertThat(read).isEqualTo(BULK);
    byte[] got = new byte[BULK];
    all.get(0, got);
    assertThat(got).isEqualTo(noise(BULK));
    assertThat(writer.result()).isEqualTo(BULK);
  }

  @Test
  void aNonblockingWriteTakesWhatFitsAndThenIsEagain() throws Exception {
    Pair pair = pair();
    nonblocking(pair.client());
    long sent = pair.client().write(KERNEL, zeros(64 << 20));
    assertThat(sent).isPositive().isLessThan(64 << 20);
    assertThatThrownBy(
            () -> {
              while (true) {
                pair.client().write(KERNEL, zeros(1 << 20));
              }
            })
        .isSameAs(Errno.EAGAIN.exception());
  }

  @Test
  void aNonblockingReadOfNothingIsEagain() throws Exception {
    Pair pair = pair();
    nonblocking(pair.server());
    assertThatThrownBy(() -> pair.server().read(KERNEL, zeros(1)))
        .isSameAs(Errno.EAGAIN.exception());
  }

  @Test
  void theReceiveTimeoutEndsARead() throws Exception {
    Pair pair = pair();
    pair.server().setOption(SocketOption.RECEIVE_TIMEOUT, 5_000_000);
    assertThat(receiveErrno(pair.server())).isEqualTo(Errno.EAGAIN);
  }

  @Test
  void theReceiveTimeoutEndsAnAccept() throws Exception {
    Socket listener = listener();
    listener.setOption(SocketOption.RECEIVE_TIMEOUT, 5_000_000);
    assertThat(start(task -> network().accept(task, listener)).errno()).isEqualTo(Errno.EAGAIN);
  }

  @Test
  void theSendTimeoutEndsAWriteWithWhatWasTaken() throws Exception {
    Pair pair = pair();
    pair.client().setOption(SocketOption.SEND_TIMEOUT, 5_000_000);
    long sent = start(task -> pair.client().write(task, zeros(64 << 20))).result();
    assertThat(sent).isPositive().isLessThan(64 << 20);
  }

  @Test
  void afterTheEndOfOneDirectionTheOtherStillWorks() throws Exception {
    Pair pair = pair();
    send(pair.client(), "last");
    pair.client().shutdown(Shutdown.WRITE);
    assertThat(receive(pair.server(), 100)).isEqualTo("last");
    assertThat(receive(pair.server(), 100)).isEmpty();
    send(pair.server(), "answer");
    assertThat(receive(pair.client(), 100)).isEqualTo("answer");
    assertThat(start(task -> pair.client().write(task, bytes("x"))).errno()).isEqualTo(Errno.EPIPE);
  }

  @Test
  void aReadAfterShutdownOfReadingIsTheEnd() throws Exception {
    Pair pair = pair();
    pair.server().shutdown(Shutdown.READ);
    assertThat(receive(pair.server(), 1)).isEmpty();
  }

  @Test
  void shutdownEndsAReadThatWaits() throws Exception {
    Pair pair = pair();
    TestProcess<Long> reader = startBlocked(caller -> pair.server().read(caller, zeros(1)));
    pair.server().shutdown(Shutdown.BOTH);
    assertThat(reader.result()).isZero();
  }

  @Test
  void whatWasSentBeforeACloseArrives() throws Exception {
    Pair pair = pair();
    send(pair.client(), "last words");
    close(pair.client());
    assertThat(receive(pair.server(), 100)).isEqualTo("last words");
    assertThat(receive(pair.server(), 100)).isEmpty();
  }

  @Test
  void aCloseWithLingerOfZeroResetsTheConnection() throws Exception {
    Pair pair = pair();
    pair.client().setOption(SocketOption.LINGER, 0);
    close(pair.client());
    assertThat(receiveErrno(pair.server())).isEqualTo(Errno.ECONNRESET);
    assertThat(start(task -> pair.server().write(task, bytes("x"))).errno()).isEqualTo(Errno.EPIPE);
  }

  @Test
  void aCloseWithBytesUnreadResetsTheConnection() throws Exception {
    Pair pair = pair();
    send(pair.client(), "unread");
    start(task -> receive(task, pair.server(), 1, MessageHeader.PEEK, null)).result();
    close(pair.server());
    assertThat(receiveErrno(pair.client())).isEqualTo(Errno.ECONNRESET);
  }

  @Test
  void aWriteToAPeerThatIsGoneFails() throws Exception {
    Pair pair = pair();
    close(pair.server());
    assertThatThrownBy(
            () -> {
              while (true) {
                pair.client().write(KERNEL, bytes("x"));
              }
            })
        .isInstanceOf(ErrnoException.class)
        .matches(e -> isBroken(((ErrnoException) e).errno()));
  }

  private static boolean isBroken(Errno errno) {
    return errno == Errno.EPIPE || errno == Errno.ECONNRESET;
  }

  @Test
  void aCloseWhileAnotherTaskReadsLetsItsReadEnd() throws Exception {
    Pair pair = pair();
    TestProcess<String> reader =
        startBlocked(caller -> receive(caller, pair.server(), 100, 0, null));
    close(pair.server());
    send(pair.client(), "late");
    assertThat(reader.result()).isEqualTo("late");
    reader.awaitEnd();
    assertThat(receive(pair.client(), 1)).isEmpty();
    assertThatThrownBy(() -> pair.server().read(KERNEL, zeros(1)))
        .isSameAs(Errno.EBADF.exception());
  }

  @Test
  void aKillEndsAReadThatWaits() throws Exception {
    Pair pair = pair();
    TestProcess<Long> reader = startBlocked(caller -> pair.server().read(caller, zeros(1)));
    assertThat(reader.kill().errno()).isEqualTo(Errno.EINTR);
  }

  @Test
  void aKillInTheMiddleOfAWriteTellsHowMuchWasTaken() throws Exception {
    Pair pair = pair();
    TestProcess<Long> writer = startBlocked(caller -> pair.client().write(caller, zeros(64 << 20)));
    assertThat(writer.kill().result()).isPositive().isLessThan(64 << 20);
  }

  @Test
  void readinessFollowsTheConnection() throws Exception {
    Pair pair = pair();
    int both = Readiness.IN | Readiness.OUT;
    assertThat(pair.server().readiness(both)).isEqualTo(Readiness.OUT);
    assertThat(pair.server().available()).isZero();
    send(pair.client(), "abc");
    awaitReady(pair.server(), Readiness.IN);
    assertThat(pair.server().readiness(both)).isEqualTo(both);
    assertThat(pair.server().readiness(Readiness.IN)).isEqualTo(Readiness.IN);
    assertThat(pair.server().available()).isEqualTo(3);
    assertThat(receive(pair.server(), 100)).isEqualTo("abc");
    assertThat(pair.server().readiness(both)).isEqualTo(Readiness.OUT);
    pair.client().shutdown(Shutdown.WRITE);
    awaitReady(pair.server(), Readiness.IN);
    assertThat(pair.server().readiness(both)).isEqualTo(both);
    pair.server().shutdown(Shutdown.WRITE);
    awaitReady(pair.server(), Readiness.HUP);
    assertThat(pair.server().readiness(both)).isEqualTo(both | Readiness.HUP);
  }

  @Test
  void aConnectionWithoutAPeerHasNoPeer() throws Exception {
    Socket socket = stream();
    assertThatThrownBy(socket::remoteAddress).isSameAs(Errno.ENOTCONN.exception());
    assertThatThrownBy(() -> socket.read(KERNEL, zeros(1))).isSameAs(Errno.ENOTCONN.exception());
    assertThatThrownBy(() -> socket.shutdown(Shutdown.BOTH)).isSameAs(Errno.ENOTCONN.exception());
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }
}
