package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a socket to a connection: names, listening, accepting, connecting, options. */
abstract class ConnectContract extends SocketContract {
  @Test
  void aSocketIsOneAndHasNoAddressYet() throws Exception {
    Socket socket = stream();
    assertThat(socket.type()).isEqualTo(FileType.SOCKET);
    assertThat(socket.stat().type()).isEqualTo(FileType.SOCKET);
    assertThat(socket.family()).isEqualTo(SocketFamily.INET);
    assertThat(socket.socketType()).isEqualTo(SocketType.STREAM);
    assertThat(socket.localAddress()).isEqualTo(new SocketAddress.Inet(IpAddress.ANY_V4, 0));
    assertThat(socket.seekable()).isFalse();
    assertThat(socket.isHandedOver()).isFalse();
  }

  @Test
  void port0BecomesAFreeOne() throws Exception {
    Socket one = listener();
    Socket other = listener();
    assertThat(port(one)).isPositive().isNotEqualTo(port(other));
  }

  @Test
  void aPortHasOneListener() throws Exception {
    Socket first = listener();
    Socket second = stream();
    assertThatThrownBy(() -> network().bind(KERNEL, second, first.localAddress()))
        .isSameAs(Errno.EADDRINUSE.exception());
  }

  @Test
  void aPortIsFreeAgainAfterItsListenerIsClosed() throws Exception {
    Socket first = listener();
    SocketAddress address = first.localAddress();
    close(first);
    Socket second = stream();
    network().bind(KERNEL, second, address);
    network().listen(second, 1);
    assertThat(second.localAddress()).isEqualTo(address);
  }

  @Test
  void aSocketIsBoundOnce() throws Exception {
    Socket socket = listener();
    assertThatThrownBy(() -> network().bind(KERNEL, socket, loopback(0)))
        .isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void anAddressOfSomebodyElseCannotBeHad() throws Exception {
    Socket socket = stream();
    // 192.0.2.0/24 is for documentation.
    SocketAddress address =
        new SocketAddress.Inet(IpAddress.of(new byte[] {(byte) 192, 0, 2, 1}), 0);
    assertThatThrownBy(() -> network().bind(KERNEL, socket, address))
        .isSameAs(Errno.EADDRNOTAVAIL.exception());
  }

  @Test
  void anAddressOfAnotherFamilyIsRefused() throws Exception {
    Socket socket = stream();
    SocketAddress address = new SocketAddress.Inet(LOOPBACK_V6, 1);
    assertThatThrownBy(() -> network().bind(KERNEL, socket, address))
        .isSameAs(Errno.EAFNOSUPPORT.exception());
    assertThatThrownBy(() -> network().connect(KERNEL, socket, address))
        .isSameAs(Errno.EAFNOSUPPORT.exception());
  }

  @Test
  void connectToNobodyIsRefused() throws Exception {
    Socket socket = stream();
    SocketAddress nobody = nobody();
    assertThat(
            start(
                    task -> {
                      network().connect(task, socket, nobody);
                      return 0;
                    })
                .errno())
        .isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void aConnectionCanBeMadeAfterOneWasRefused() throws Exception {
    Socket socket = stream();
    SocketAddress nobody = nobody();
    Socket listener = listener();
    start(
            task -> {
              try {
                network().connect(task, socket, nobody);
              } catch (ErrnoException e) {
                network().connect(task, socket, listener.localAddress());
              }
              return 0;
            })
        .result();
    assertThat(socket.remoteAddress()).isEqualTo(listener.localAddress());
  }

  @Test
  void aConnectionIsConnectedOnce() throws Exception {
    Pair pair = pair();
    SocketAddress address = pair.client().remoteAddress();
    assertThatThrownBy(() -> network().connect(KERNEL, pair.client(), address))
        .isSameAs(Errno.EISCONN.exception());
    assertThatThrownBy(() -> network().connect(KERNEL, pair.server(), address))
        .isSameAs(Errno.EISCONN.exception());
  }

  @Test
  void connectionsWaitToBeAccepted() throws Exception {
    Socket listener = listener();
    Socket[] clients = {stream(), stream(), stream()};
    for (Socket client : clients) {
      connect(client, listener.localAddress());
    }
    for (Socket client : clients) {
      Socket accepted = closedAtEnd(start(task -> network().accept(task, listener)).result());
      assertThat(accepted.remoteAddress()).isEqualTo(client.localAddress());
    }
  }

  @Test
  void anAcceptedConnectionBlocksLikeANewSocket() throws Exception {
    Socket listener = listener();
    nonblocking(listener);
    Socket client = stream();
    connect(client, listener.localAddress());
    awaitReady(listener, Readiness.IN);
    Socket accepted = closedAtEnd(network().accept(KERNEL, listener));
    assertThat(accepted.statusFlags() & OpenFlags.NONBLOCK).isZero();
  }

  @Test
  void aNonblockingAcceptOfNothingIsEagain() throws Exception {
    Socket listener = listener();
    nonblocking(listener);
    assertThatThrownBy(() -> network().accept(KERNEL, listener)).isSameAs(Errno.EAGAIN.exception());
    assertThat(listener.readiness(Readiness.IN)).isZero();
  }

  @Test
  void acceptWaitsForAConnection() throws Exception {
    Socket listener = listener();
    Socket client = stream();
    TestProcess<Socket> acceptor = startBlocked(caller -> network().accept(caller, listener));
    connect(client, listener.localAddress());
    assertThat(closedAtEnd(acceptor.result()).remoteAddress()).isEqualTo(client.localAddress());
  }

  @Test
  void aKillEndsAnAcceptThatWaits() throws Exception {
    Socket listener = listener();
    TestProcess<Socket> acceptor = startBlocked(caller -> network().accept(caller, listener));
    assertThat(acceptor.kill().errno()).isEqualTo(Errno.EINTR);
  }

  @Test
  void acceptIsForSocketsThatListen() throws Exception {
    Socket socket = stream();
    assertThatThrownBy(() -> network().accept(KERNEL, socket)).isSameAs(Errno.EINVAL.exception());
    Socket datagrams = datagrams();
    assertThatThrownBy(() -> network().accept(KERNEL, datagrams))
        .isSameAs(Errno.ENOTSUP.exception());
    assertThatThrownBy(() -> network().listen(datagrams, 1)).isSameAs(Errno.ENOTSUP.exception());
    Pair pair = pair();
    assertThatThrownBy(() -> network().listen(pair.client(), 1)).isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void aNonblockingConnectIsReadyForOutputWhenItIsDone() throws Exception {
    Socket listener = listener();
    Socket client = stream();
    nonblocking(client);
    connectNonblocking(client, listener.localAddress());
    awaitReady(client, Readiness.OUT);
    assertThat(client.option(SocketOption.ERROR)).isZero();
    Socket server = closedAtEnd(start(task -> network().accept(task, listener)).result());
    assertThat(client.write(KERNEL, bytes("abc"))).isEqualTo(3);
    assertThat(receive(server, 100)).isEqualTo("abc");
  }

  @Test
  void aNonblockingConnectToNobodyTellsItsError() throws Exception {
    Socket client = stream();
    nonblocking(client);
    SocketAddress nobody = nobody();
    try {
      connectNonblocking(client, nobody);
      awaitReady(client, Readiness.OUT);
      assertThat(client.option(SocketOption.ERROR)).isEqualTo(HOST_ECONNREFUSED);
      assertThat(client.option(SocketOption.ERROR)).isZero();
    } catch (ErrnoException e) {
      assertThat(e.errno()).isEqualTo(Errno.ECONNREFUSED); // a stack that knows at once
    }
  }

  private void connectNonblocking(Socket socket, SocketAddress peer) throws ErrnoException {
    try {
      network().connect(KERNEL, socket, peer);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EINPROGRESS) {
        throw e;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REUSE_ADDRESS", "KEEP_ALIVE", "NO_DELAY"})
  void aSwitchIsWhatItWasSetTo(SocketOption option) throws Exception {
    Socket socket = stream();
    assertThat(socket.option(option)).isZero();
    socket.setOption(option, 1);
    assertThat(socket.option(option)).isEqualTo(1);
    socket.setOption(option, 0);
    assertThat(socket.option(option)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"RECEIVE_TIMEOUT", "SEND_TIMEOUT"})
  void aTimeoutIsWhatItWasSetTo(SocketOption option) throws Exception {
    Socket socket = stream();
    assertThat(socket.option(option)).isZero();
    socket.setOption(option, 1_234_567_890_123L);
    assertThat(socket.option(option)).isEqualTo(1_234_567_890_123L);
    assertThatThrownBy(() -> socket.setOption(option, -1)).isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void lingerIsOffAtFirst() throws Exception {
    Socket socket = stream();
    assertThat(socket.option(SocketOption.LINGER)).isEqualTo(-1);
    socket.setOption(SocketOption.LINGER, 7);
    assertThat(socket.option(SocketOption.LINGER)).isEqualTo(7);
    socket.setOption(SocketOption.LINGER, 0);
    assertThat(socket.option(SocketOption.LINGER)).isZero();
    socket.setOption(SocketOption.LINGER, -1);
    assertThat(socket.option(SocketOption.LINGER)).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(names = {"RECEIVE_BUFFER", "SEND_BUFFER"})
  void aBufferIsAtLeastAsLargeAsAskedFor(SocketOption option) throws Exception {
    Socket socket = stream();
    socket.setOption(option, 32_768);
    assertThat(socket.option(option)).isBetween(32_768L, 131_072L);
    assertThatThrownBy(() -> socket.setOption(option, -1)).isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void whetherItListensCanOnlyBeAsked() throws Exception {
    Socket socket = stream();
    assertThat(socket.option(SocketOption.ACCEPTS)).isZero();
    assertThat(listener().option(SocketOption.ACCEPTS)).isEqualTo(1);
    assertThatThrownBy(() -> socket.setOption(SocketOption.ACCEPTS, 1))
        .isSameAs(Errno.ENOPROTOOPT.exception());
    assertThatThrownBy(() -> socket.setOption(SocketOption.ERROR, 0))
        .isSameAs(Errno.ENOPROTOOPT.exception());
  }

  @Test
  void anOptionOfAnotherKindOfSocketIsUnknown() throws Exception {
    Socket datagrams = datagrams();
    assertThatThrownBy(() -> datagrams.setOption(SocketOption.NO_DELAY, 1))
        .isSameAs(Errno.ENOPROTOOPT.exception());
    Socket v4 = stream();
    assertThatThrownBy(() -> v4.option(SocketOption.V6_ONLY))
        .isSameAs(Errno.ENOPROTOOPT.exception());
    Socket v6 = socket(SocketFamily.INET6, SocketType.STREAM);
    v6.setOption(SocketOption.V6_ONLY, 1);
    assertThat(v6.option(SocketOption.V6_ONLY)).isEqualTo(1);
  }
}
