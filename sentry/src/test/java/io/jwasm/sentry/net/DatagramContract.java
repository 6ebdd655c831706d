package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.TestProcess;
import org.junit.jupiter.api.Test;

/** Datagrams: each of its own, with its sender. */
abstract class DatagramContract extends SocketContract {
  @Test
  void aDatagramArrivesWithItsSender() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    sendTo(here, "abc", there);
    sendTo(here, "de", there);
    MessageHeader header = new MessageHeader();
    assertThat(receive(there, 100, 0, header)).isEqualTo("abc");
    assertThat(header.source()).isEqualTo(here.localAddress());
    assertThat(header.truncated()).isFalse();
    assertThat(receive(there, 100, 0, null)).isEqualTo("de");
  }

  @Test
  void whatHasNoRoomIsLostAndTold() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    sendTo(here, "abcdef", there);
    sendTo(here, "next", there);
    MessageHeader header = new MessageHeader();
    assertThat(receive(there, 4, 0, header)).isEqualTo("abcd");
    assertThat(header.truncated()).isTrue();
    assertThat(receive(there, 4, 0, header)).isEqualTo("next");
    assertThat(header.truncated()).isFalse();
  }

  @Test
  void aDatagramOfNothingIsOne() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    sendTo(here, "", there);
    MessageHeader header = new MessageHeader();
    assertThat(receive(there, 100, 0, header)).isEmpty();
    assertThat(header.source()).isEqualTo(here.localAddress());
  }

  @Test
  void peekLeavesTheDatagram() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    sendTo(here, "abc", there);
    MessageHeader header = new MessageHeader();
    assertThat(receive(there, 2, MessageHeader.PEEK, header)).isEqualTo("ab");
    assertThat(header.truncated()).isTrue();
    assertThat(receive(there, 100)).isEqualTo("abc");
  }

  @Test
  void waitallIsDoneWithOneDatagram() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    sendTo(here, "abc", there);
    assertThat(receive(there, 100, MessageHeader.WAITALL, null)).isEqualTo("abc");
  }

  @Test
  void aConnectedSocketSendsWithoutAnAddressAndHearsItsPeerOnly() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    Socket stranger = datagrams();
    network().connect(KERNEL, here, there.localAddress());
    assertThat(here.remoteAddress()).isEqualTo(there.localAddress());
    assertThat(here.write(KERNEL, bytes("abc"))).isEqualTo(3);
    assertThat(receive(there, 100)).isEqualTo("abc");
    sendTo(stranger, "strange", here);
    sendTo(there, "answer", here);
    assertThat(receive(here, 100)).isEqualTo("answer");
  }

  @Test
  void aSocketWithoutAPeerNeedsAnAddressToSendTo() throws Exception {
    Socket here = datagrams();
    assertThatThrownBy(() -> here.write(KERNEL, bytes("x")))
        .isSameAs(Errno.EDESTADDRREQ.exception());
    assertThatThrownBy(here::remoteAddress).isSameAs(Errno.ENOTCONN.exception());
  }

  @Test
  void aSocketGetsAnAddressWhenItSends() throws Exception {
    Socket here = socket(SocketFamily.INET, SocketType.DGRAM);
    Socket there = datagrams();
    sendTo(here, "abc", there);
    assertThat(port(here)).isPositive();
  }

  @Test
  void theLargestDatagramArrivesAndALargerOneIsEmsgsize() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    assertThat(network().sendTo(KERNEL, here, zeros(65_507), there.localAddress()))
        .isEqualTo(65_507);
    assertThat(start(task -> there.read(task, zeros(70_000))).result()).isEqualTo(65_507);
    assertThatThrownBy(() -> network().sendTo(KERNEL, here, zeros(65_508), there.localAddress()))
        .isSameAs(Errno.EMSGSIZE.exception());
  }

  @Test
  void anAddressOfAnotherFamilyIsRefused() throws Exception {
    Socket here = datagrams();
    assertThatThrownBy(
            () ->
                network().sendTo(KERNEL, here, bytes("x"), new SocketAddress.Inet(LOOPBACK_V6, 1)))
        .isSameAs(Errno.EAFNOSUPPORT.exception());
  }

  @Test
  void aPortHasOneSocket() throws Exception {
    Socket here = datagrams();
    Socket other = socket(SocketFamily.INET, SocketType.DGRAM);
    assertThatThrownBy(() -> network().bind(KERNEL, other, here.localAddress()))
        .isSameAs(Errno.EADDRINUSE.exception());
  }

  @Test
  void readinessTellsOfADatagram() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    int both = Readiness.IN | Readiness.OUT;
    assertThat(there.readiness(both)).isEqualTo(Readiness.OUT);
    sendTo(here, "abc", there);
    awaitReady(there, Readiness.IN);
    assertThat(there.readiness(both)).isEqualTo(both);
    assertThat(there.available()).isEqualTo(3);
  }

  @Test
  void aNonblockingReceiveOfNothingIsEagain() throws Exception {
    Socket here = datagrams();
    nonblocking(here);
    assertThatThrownBy(() -> here.read(KERNEL, zeros(1))).isSameAs(Errno.EAGAIN.exception());
  }

  @Test
  void theReceiveTimeoutEndsAReceive() throws Exception {
    Socket here = datagrams();
    here.setOption(SocketOption.RECEIVE_TIMEOUT, 5_000_000);
    assertThat(receiveErrno(here)).isEqualTo(Errno.EAGAIN);
  }

  @Test
  void aKillEndsAReceiveThatWaits() throws Exception {
    Socket here = datagrams();
    TestProcess<Long> reader = startBlocked(caller -> here.read(caller, zeros(1)));
    assertThat(reader.kill().errno()).isEqualTo(Errno.EINTR);
  }

  private void sendTo(Socket from, String text, Socket to) throws Exception {
    SocketAddress address = to.localAddress();
    long sent = start(task -> network().sendTo(task, from, bytes(text), address)).result();
    assertThat(sent).isEqualTo(text.length());
  }
}
