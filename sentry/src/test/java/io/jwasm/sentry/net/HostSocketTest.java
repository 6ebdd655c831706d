package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.net.host.HostNetwork;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets of the host with peers that are none of this kernel. */
final class HostSocketTest extends SocketContract {
  @Override
  NetworkStack stack() {
    return HostStack.withoutFiles();
  }

  @Test
  void theStackHasAName() {
    assertThat(stack().name()).isEqualTo(HostNetwork.NAME).isEqualTo("host");
  }

  @ParameterizedTest
  @EnumSource(names = {"INET", "INET6"})
  void aClientOutsideIsServed(SocketFamily family) throws Exception {
    Socket listener = listener(family);
    TestProcess<Integer> server =
        start(
            task -> {
              Socket accepted = closedAtEnd(network().accept(task, listener));
              int peer = ((SocketAddress.Inet) accepted.remoteAddress()).port();
              String question = receive(task, accepted, 100, MessageHeader.WAITALL, null);
              accepted.write(task, bytes("re: " + question));
              accepted.shutdown(Shutdown.WRITE);
              return peer;
            });
    try (java.net.Socket client = new java.net.Socket(inet(family), port(listener))) {
      client.getOutputStream().write("question".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("re: question");
      assertThat(server.result()).isEqualTo(client.getLocalPort());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INET", "INET6"})
  void aServerOutsideIsReached(SocketFamily family) throws Exception {
    Socket client = socket(family, SocketType.STREAM);
    try (ServerSocket listener = new ServerSocket(0, 1, inet(family))) {
      connect(client, new SocketAddress.Inet(loopback(family), listener.getLocalPort()));
      try (java.net.Socket server = listener.accept()) {
        send(client, "question");
        assertThat(server.getInputStream().readNBytes(8)).asString().isEqualTo("question");
        assertThat(port(client)).isEqualTo(server.getPort());
      }
    }
    assertThat(receive(client, 1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"INET", "INET6"})
  void datagramsAreExchangedWithThoseOutside(SocketFamily family) throws Exception {
    Socket here = socket(family, SocketType.DGRAM);
    network().bind(KERNEL, here, new SocketAddress.Inet(loopback(family), 0));
    try (DatagramSocket there = new DatagramSocket(new InetSocketAddress(inet(family), 0))) {
      there.send(new DatagramPacket(new byte[] {65, 66}, 2, inet(family), port(here)));
      MessageHeader header = new MessageHeader();
      assertThat(receive(here, 100, 0, header)).isEqualTo("AB");
      assertThat(header.source())
          .isEqualTo(new SocketAddress.Inet(loopback(family), there.getLocalPort()));
      network().sendTo(KERNEL, here, bytes("abc"), header.source());
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      there.receive(packet);
      assertThat(packet.getLength()).isEqualTo(3);
      assertThat(packet.getPort()).isEqualTo(port(here));
    }
  }

  @Test
  void aDatagramToNobodyIsToldToTheNextCall() throws Exception {
    Socket here = datagrams();
    Socket gone = datagrams();
    SocketAddress nobody = gone.localAddress();
    close(gone);
    network().connect(KERNEL, here, nobody);
    here.write(KERNEL, bytes("x"));
    assertThat(receiveErrno(here)).isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void aPortThatSomebodyOutsideHasIsInUse() throws Exception {
    Socket socket = stream();
    try (ServerSocket taken = new ServerSocket(0, 1, inet(SocketFamily.INET))) {
      assertThatThrownBy(() -> network().bind(KERNEL, socket, loopback(taken.getLocalPort())))
          .isSameAs(Errno.EADDRINUSE.exception());
    }
  }

  @Test
  void anAcceptedConnectionHasItsListenersTimeouts() throws Exception {
    Socket listener = listener();
    listener.setOption(SocketOption.RECEIVE_TIMEOUT, 7_000_000);
    Socket client = stream();
    connect(client, listener.localAddress());
    Socket accepted = closedAtEnd(start(task -> network().accept(task, listener)).result());
    assertThat(accepted.option(SocketOption.RECEIVE_TIMEOUT)).isEqualTo(7_000_000);
    assertThat(accepted.option(SocketOption.SEND_TIMEOUT)).isZero();
  }

  @Test
  void aConnectionThatIsBeingMadeCannotBeMadeAgain() throws Exception {
    Socket listener = listener();
    Socket client = stream();
    nonblocking(client);
    assertThatThrownBy(() -> network().connect(KERNEL, client, listener.localAddress()))
        .isSameAs(Errno.EINPROGRESS.exception());
    awaitReady(client, Readiness.OUT);
    network().connect(KERNEL, client, listener.localAddress());
    assertThatThrownBy(() -> network().connect(KERNEL, client, listener.localAddress()))
        .isSameAs(Errno.EISCONN.exception());
  }

  @Test
  void closingLeavesNoDescriptorOpen() throws Exception {
    long before = socketFds();
    Socket listener = listener();
    for (int i = 0; i < 100; i++) {
      Socket client = stream();
      connect(client, listener.localAddress());
      Socket server = closedAtEnd(start(task -> network().accept(task, listener)).result());
      assertThat(socketFds()).isEqualTo(before + 3);
      close(client);
      close(server);
    }
    close(listener);
    Socket refused = stream();
    assertThatThrownBy(
            () -> network().handOver(KERNEL, SocketType.STREAM, loopback(takenPort(refused))))
        .isSameAs(Errno.EADDRINUSE.exception());
    close(refused);
    assertThat(socketFds()).isEqualTo(before);
  }

  private int takenPort(Socket socket) throws ErrnoException {
    network().bind(KERNEL, socket, loopback(0));
    network().listen(socket, 1);
    return port(socket);
  }

  private static long socketFds() throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.filter(HostSocketTest::isSocket).count();
    }
  }

  private static boolean isSocket(Path link) {
    try {
      return Files.readSymbolicLink(link).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // the directory's own, closed already
    }
  }

  @Test
  void aSocketThatIsHandedOverListens() throws Exception {
    Socket listener = closedAtEnd(network().handOver(KERNEL, SocketType.STREAM, loopback(0)));
    assertThat(listener.isHandedOver()).isTrue();
    assertThat(listener.option(SocketOption.ACCEPTS)).isEqualTo(1);
    Socket client = stream();
    connect(client, listener.localAddress());
    closedAtEnd(start(task -> network().accept(task, listener)).result());
    Socket datagrams = closedAtEnd(network().handOver(KERNEL, SocketType.DGRAM, loopback(0)));
    assertThat(port(datagrams)).isPositive();
  }

  @Test
  void whatThePolicyDoesNotAdmitIsNotSeen() throws Exception {
    Socket friend = datagrams();
    Socket stranger = datagrams();
    List<String> denials = new CopyOnWriteArrayList<>();
    Network strict = new Network(stack(), new Only(friend.localAddress()), null, denials::add);
    Socket here = closedAtEnd(strict.socket(SocketFamily.INET, SocketType.DGRAM));
    strict.bind(KERNEL, here, loopback(0));
    for (int flags : new int[] {0, MessageHeader.PEEK}) {
      network().sendTo(KERNEL, stranger, bytes("stranger"), here.localAddress());
      network().sendTo(KERNEL, friend, bytes("friend"), here.localAddress());
      assertThat(receive(here, 100, flags, null)).isEqualTo("friend");
    }
    assertThat(receive(here, 100)).isEqualTo("friend");
    assertThatThrownBy(() -> strict.connect(KERNEL, here, stranger.localAddress()))
        .isSameAs(Errno.EACCES.exception());
    assertThatThrownBy(() -> strict.sendTo(KERNEL, here, bytes("x"), stranger.localAddress()))
        .isSameAs(Errno.EACCES.exception());
    assertThat(denials)
        .containsExactly(
            "io.jwasm.net.allow does not let the program connect to " + stranger.localAddress(),
            "io.jwasm.net.allow does not let the program send to " + stranger.localAddress());
  }

  /** Knows one peer. */
  private record Only(SocketAddress peer) implements NetworkPolicy {
    @Override
    public boolean allowsConnect(SocketType type, SocketAddress other) {
      return other.equals(peer);
    }

    @Override
    public boolean allowsBind(SocketType type, SocketAddress local) {
      return true;
    }

    @Override
    public boolean admits(SocketType type, SocketAddress local, SocketAddress other) {
      return other.equals(peer);
    }

    @Override
    public boolean allowsLookUp(String name) {
      return false;
    }

    @Override
    public void resolved(String name, List<IpAddress> addresses) {}
  }

  private static InetAddress inet(SocketFamily family) throws IOException {
    return InetAddress.getByAddress(loopback(family).bytes());
  }
}
