package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The UNIX domain of the sandbox's own stack, by unix(7). */
final class LoopbackUnixTest extends SocketContract {
  private static final SocketAddress NAME = new SocketAddress.Unix("/run/x.sock");

  private final LoopbackNetwork stack = new LoopbackNetwork(MemoryLimit.none());

  @Override
  NetworkStack stack() {
    return stack;
  }

  private Socket unix(SocketType type) throws ErrnoException {
    return socket(SocketFamily.UNIX, type);
  }

  private Socket bound(SocketType type, SocketAddress name) throws ErrnoException {
    Socket socket = unix(type);
    network().bind(KERNEL, socket, name);
    return socket;
  }

  private Socket listening(int backlog) throws ErrnoException {
    Socket socket = bound(SocketType.STREAM, NAME);
    network().listen(socket, backlog);
    return socket;
  }

  private Errno connectErrno(Socket socket, SocketAddress peer) {
    try {
      network().connect(KERNEL, socket, peer);
      return null;
    } catch (ErrnoException e) {
      return e.errno();
    }
  }

  @Test
  void aStreamFindsItsListenerByAnySpellingOfItsName() throws Exception {
    Socket listener = listening(1);
    Socket client = unix(SocketType.STREAM);
    network().connect(KERNEL, client, new SocketAddress.Unix("//tmp/../run/./x.sock"));
    Socket server = closedAtEnd(network().accept(KERNEL, listener));
    send(client, "abc");
    assertThat(receive(server, 9)).isEqualTo("abc");
    assertThat(server.localAddress()).isEqualTo(NAME);
    assertThat(client.remoteAddress()).isEqualTo(NAME);
    assertThat(server.remoteAddress()).isEqualTo(new SocketAddress.Unix(""));
  }

  @ParameterizedTest
  @EnumSource(SocketType.class)
  void aNameIsInUseUntilItsSocketIsClosed(SocketType type) throws Exception {
    Socket first = bound(type, NAME);
    Socket second = unix(type);
    assertThatThrownBy(() -> network().bind(KERNEL, second, NAME))
        .isSameAs(Errno.EADDRINUSE.exception());
    close(first);
    network().bind(KERNEL, second, NAME);
    assertThat(second.localAddress()).isEqualTo(NAME);
  }

  @Test
  void aNameHasToBeOneAndOfTheSameKind() throws Exception {
    Socket socket = unix(SocketType.STREAM);
    assertThatThrownBy(() -> network().bind(KERNEL, socket, new SocketAddress.Unix("")))
        .isSameAs(Errno.EINVAL.exception());
    SocketAddress longest = new SocketAddress.Unix("/" + "n".repeat(107));
    SocketAddress tooLong = new SocketAddress.Unix("/" + "n".repeat(108));
    assertThatThrownBy(() -> network().bind(KERNEL, socket, tooLong))
        .isSameAs(Errno.EINVAL.exception());
    assertThat(connectErrno(socket, NAME)).isEqualTo(Errno.ENOENT);
    assertThatThrownBy(() -> network().listen(socket, 1)).isSameAs(Errno.EINVAL.exception());
    bound(SocketType.DGRAM, longest);
    assertThat(connectErrno(socket, longest)).isEqualTo(Errno.EPROTOTYPE);
    bound(SocketType.STREAM, NAME);
    assertThat(connectErrno(socket, NAME)).isEqualTo(Errno.ECONNREFUSED);
    assertThat(connectErrno(socket, loopback(1))).isEqualTo(Errno.EAFNOSUPPORT);
  }

  @Test
  void aFullQueueIsEagainForWhoDoesNotWait() throws Exception {
    listening(0);
    network().connect(KERNEL, unix(SocketType.STREAM), NAME);
    Socket client = unix(SocketType.STREAM);
    nonblocking(client);
    assertThat(connectErrno(client, NAME)).isEqualTo(Errno.EAGAIN);
    assertThat(connectErrno(client, NAME)).isEqualTo(Errno.EAGAIN);
  }

  @Test
  void whoDoesNotReadAnyMoreBreaksThePipe() throws Exception {
    Socket listener = listening(1);
    Socket client = unix(SocketType.STREAM);
    network().connect(KERNEL, client, NAME);
    Socket server = closedAtEnd(network().accept(KERNEL, listener));
    server.shutdown(Shutdown.READ);
    assertThat(start(task -> client.write(task, bytes("x"))).errno()).isEqualTo(Errno.EPIPE);
    close(server);
    assertThat(client.readiness(0)).isEqualTo(Readiness.HUP);
  }

  @Test
  void aSenderWaitsForRoomAndLosesNothing() throws Exception {
    Socket there = bound(SocketType.DGRAM, NAME);
    there.setOption(SocketOption.RECEIVE_BUFFER, 4096);
    Socket here = unix(SocketType.DGRAM);
    network().connect(KERNEL, here, NAME);
    Socket other = unix(SocketType.DGRAM);
    nonblocking(here);
    int sent = 0;
    while (here.readiness(Readiness.OUT) != 0) {
      here.write(KERNEL, zeros(1000));
      sent++;
    }
    assertThatThrownBy(() -> here.write(KERNEL, zeros(1))).isSameAs(Errno.EAGAIN.exception());
    TestProcess<Long> connected = startBlocked(caller -> awaitAndWrite(caller, here));
    TestProcess<Long> addressed =
        startBlocked(caller -> network().sendTo(caller, other, zeros(7), NAME));
    for (int i = 0; i < sent; i++) {
      assertThat(start(task -> there.read(task, zeros(2000))).result()).isEqualTo(1000);
    }
    assertThat(connected.result()).isEqualTo(5);
    assertThat(addressed.result()).isEqualTo(7);
    long last = start(task -> there.read(task, zeros(10))).result();
    last += start(task -> there.read(task, zeros(10))).result();
    assertThat(last).isEqualTo(12);
  }

  private static long awaitAndWrite(io.jwasm.sentry.vfs.Caller caller, Socket socket)
      throws ErrnoException {
    caller.block(socket, Readiness.OUT);
    return socket.write(caller, zeros(5));
  }

  @Test
  void aSenderThatWaitsLearnsThatNobodyReceives() throws Exception {
    Socket there = bound(SocketType.DGRAM, NAME);
    there.setOption(SocketOption.RECEIVE_BUFFER, 4096);
    Socket here = unix(SocketType.DGRAM);
    network().connect(KERNEL, here, NAME);
    start(task -> here.write(task, zeros(10_000))).result();
    TestProcess<Long> sender = startBlocked(caller -> here.write(caller, zeros(1)));
    close(there);
    assertThat(sender.errno()).isEqualTo(Errno.ECONNREFUSED);
    assertThat(receiveOf(here)).isEqualTo(Errno.EAGAIN);
  }

  private static Errno receiveOf(Socket socket) throws Exception {
    nonblocking(socket);
    return receiveErrno(socket);
  }

  @Test
  void aConnectedSocketTakesNothingOfStrangers() throws Exception {
    Socket there = bound(SocketType.DGRAM, NAME);
    Socket here = bound(SocketType.DGRAM, new SocketAddress.Unix("/run/y.sock"));
    network().connect(KERNEL, there, here.localAddress());
    Socket stranger = unix(SocketType.DGRAM);
    assertThat(connectErrno(stranger, NAME)).isEqualTo(Errno.EPERM);
    assertThatThrownBy(() -> network().sendTo(KERNEL, stranger, bytes("x"), NAME))
        .isSameAs(Errno.EPERM.exception());
    network().sendTo(KERNEL, here, bytes("abc"), NAME);
    MessageHeader header = new MessageHeader();
    assertThat(receive(there, 9, 0, header)).isEqualTo("abc");
    assertThat(header.source()).isEqualTo(here.localAddress());
    assertThatThrownBy(() -> stranger.write(KERNEL, bytes("x")))
        .isSameAs(Errno.ENOTCONN.exception());
  }

  @Test
  void memoryIsGivenBack() throws Exception {
    Socket there = bound(SocketType.DGRAM, NAME);
    Socket here = unix(SocketType.DGRAM);
    network().sendTo(KERNEL, here, zeros(1000), there.localAddress());
    assertThat(stack.bufferBytes()).isEqualTo(2 * 1024 + 1256);
    closeSockets();
    assertThat(stack.bufferBytes()).isZero();
  }
}
