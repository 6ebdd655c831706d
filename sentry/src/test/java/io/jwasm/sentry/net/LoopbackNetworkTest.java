package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;
import io.jwasm.sentry.vfs.Caller;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox's own stack does that others do in another way, or not. */
final class LoopbackNetworkTest extends SocketContract {
  private static final int EPHEMERALS = 60_999 - 32_768 + 1;
  private static final int HTTP = 80;

  private final MemoryLimit limit = MemoryLimit.ofBytes(64 << 20);
  private final LoopbackNetwork stack = new LoopbackNetwork(limit);

  @Override
  NetworkStack stack() {
    return stack;
  }

  private static SocketAddress.Inet address(String text, int port) {
    return new SocketAddress.Inet(IpAddressText.parse(text), port);
  }

  private Socket bound(SocketFamily family, SocketType type, SocketAddress local)
      throws ErrnoException {
    Socket socket = socket(family, type);
    network().bind(KERNEL, socket, local);
    return socket;
  }

  private Socket listening(SocketAddress local, int backlog) throws ErrnoException {
    Socket socket = bound(local.family(), SocketType.STREAM, local);
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

  private Errno bindErrno(SocketFamily family, SocketType type, SocketAddress local)
      throws ErrnoException {
    try {
      bound(family, type, local);
      return null;
    } catch (ErrnoException e) {
      return e.errno();
    }
  }

  @Test
  void nothingButThisSandboxIsReached() throws Exception {
    assertThat(stack.name()).isEqualTo("sandbox");
    assertThat(connectErrno(stream(), address("192.0.2.1", HTTP))).isEqualTo(Errno.ENETUNREACH);
    assertThat(connectErrno(stream(), address("128.0.0.1", HTTP))).isEqualTo(Errno.ENETUNREACH);
    Socket v6 = socket(SocketFamily.INET6, SocketType.STREAM);
    assertThat(connectErrno(v6, address("2001:db8::1", HTTP))).isEqualTo(Errno.ENETUNREACH);
    assertThat(connectErrno(v6, address("::ffff:192.0.2.1", HTTP))).isEqualTo(Errno.ENETUNREACH);
    Socket datagrams = datagrams();
    assertThatThrownBy(
            () -> network().sendTo(KERNEL, datagrams, bytes("x"), address("192.0.2.1", HTTP)))
        .isSameAs(Errno.ENETUNREACH.exception());
    assertThat(bindErrno(SocketFamily.INET6, SocketType.DGRAM, address("2001:db8::1", 0)))
        .isEqualTo(Errno.EADDRNOTAVAIL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.200.3.4", "0.0.0.0", "::1", "::", "::ffff:127.0.0.9"})
  void anAddressOfThisMachineIsReached(String text) throws Exception {
    Socket listener = listening(address(text, 0), 1);
    Socket client = socket(listener.family(), SocketType.STREAM);
    assertThat(connectErrno(client, listener.localAddress())).isNull();
    Socket server = closedAtEnd(network().accept(KERNEL, listener));
    assertThat(server.remoteAddress()).isEqualTo(client.localAddress());
    assertThat(server.localAddress()).isEqualTo(client.remoteAddress());
  }

  @Test
  void aSocketOfBothFamiliesSeesIpv4AddressesMapped() throws Exception {
    Socket listener = listening(address("::", 0), 1);
    Socket client = stream();
    network().connect(KERNEL, client, loopback(port(listener)));
    Socket server = closedAtEnd(network().accept(KERNEL, listener));
    assertThat(server.remoteAddress()).hasToString("[::ffff:127.0.0.1]:" + port(client));
    assertThat(server.localAddress()).hasToString("[::ffff:127.0.0.1]:" + port(listener));
    assertThat(client.remoteAddress()).isEqualTo(loopback(port(listener)));
  }

  @Test
  void v6OnlyLeavesIpv4ToOthers() throws Exception {
    Socket v6 = socket(SocketFamily.INET6, SocketType.STREAM);
    v6.setOption(SocketOption.V6_ONLY, 1);
    network().bind(KERNEL, v6, address("::", 0));
    network().listen(v6, 1);
    assertThat(connectErrno(stream(), loopback(port(v6)))).isEqualTo(Errno.ECONNREFUSED);
    assertThat(bindErrno(SocketFamily.INET, SocketType.STREAM, address("0.0.0.0", port(v6))))
        .isNull();
    assertThatThrownBy(() -> v6.setOption(SocketOption.V6_ONLY, 0))
        .isSameAs(Errno.EINVAL.exception());
    Socket both = bound(SocketFamily.INET6, SocketType.STREAM, address("::", 0));
    assertThat(bindErrno(SocketFamily.INET, SocketType.STREAM, address("0.0.0.0", port(both))))
        .isEqualTo(Errno.EADDRINUSE);
  }

  @Test
  void aPortOfOneAddressIsFreeAtAnother() throws Exception {
    Socket first = listening(address("127.0.0.1", 0), 1);
    Socket second = listening(address("127.0.0.2", port(first)), 1);
    Socket client = stream();
    network().connect(KERNEL, client, second.localAddress());
    assertThat(second.readiness(Readiness.IN)).isEqualTo(Readiness.IN);
    assertThat(first.readiness(Readiness.IN)).isZero();
    assertThat(bindErrno(SocketFamily.INET, SocketType.STREAM, address("0.0.0.0", port(first))))
        .isEqualTo(Errno.EADDRINUSE);
    assertThat(bindErrno(SocketFamily.INET, SocketType.DGRAM, first.localAddress())).isNull();
  }

  @Test
  void reuseAddressSharesAPortThatNobodyListensOn() throws Exception {
    Socket first = stream();
    Socket second = stream();
    first.setOption(SocketOption.REUSE_ADDRESS, 1);
    second.setOption(SocketOption.REUSE_ADDRESS, 1);
    network().bind(KERNEL, first, loopback(0));
    network().bind(KERNEL, second, first.localAddress());
    network().listen(first, 1);
    assertThatThrownBy(() -> network().listen(second, 1)).isSameAs(Errno.EADDRINUSE.exception());
    Socket third = stream();
    third.setOption(SocketOption.REUSE_ADDRESS, 1);
    assertThatThrownBy(() -> network().bind(KERNEL, third, first.localAddress()))
        .isSameAs(Errno.EADDRINUSE.exception());
  }

  @Test
  void lowPortsAreForUser0() throws Exception {
    Caller user = Credentials.of(1000, 1000);
    Socket socket = stream();
    assertThatThrownBy(() -> network().bind(user, socket, loopback(HTTP)))
        .isSameAs(Errno.EACCES.exception());
    network().bind(KERNEL, socket, loopback(HTTP));
    LoopbackNetwork open = new LoopbackNetwork(limit, 0);
    Network all = new Network(open, NetworkPolicy.OPEN, null, sentence -> {});
    Socket low = closedAtEnd(all.socket(SocketFamily.INET, SocketType.STREAM));
    all.bind(user, low, loopback(HTTP));
    assertThat(port(low)).isEqualTo(HTTP);
  }

  @Test
  void portsThatSomebodyGetsWithoutAskingEnd() throws Exception {
    for (int i = 0; i < EPHEMERALS; i++) {
      bound(SocketFamily.INET, SocketType.STREAM, loopback(0));
    }
    assertThat(bindErrno(SocketFamily.INET, SocketType.STREAM, loopback(0)))
        .isEqualTo(Errno.EADDRINUSE);
    Socket listener = listening(loopback(1024), 1);
    assertThat(connectErrno(stream(), listener.localAddress())).isEqualTo(Errno.EADDRNOTAVAIL);
    assertThat(bindErrno(SocketFamily.INET, SocketType.DGRAM, loopback(0))).isNull();
  }

  @Test
  void aFullQueueMakesClientsWait() throws Exception {
    Socket listener = listening(loopback(0), 0);
    network().connect(KERNEL, stream(), listener.localAddress());
    Socket second = stream();
    TestProcess<Integer> waiting =
        startBlocked(
            caller -> {
              network().connect(caller, second, listener.localAddress());
              return 1;
            });
    Socket third = stream();
    nonblocking(third);
    assertThat(connectErrno(third, listener.localAddress())).isEqualTo(Errno.EINPROGRESS);
    assertThat(connectErrno(third, listener.localAddress())).isEqualTo(Errno.EALREADY);
    assertThat(third.readiness(Readiness.OUT)).isZero();
    closedAtEnd(network().accept(KERNEL, listener));
    assertThat(waiting.result()).isEqualTo(1);
    closedAtEnd(network().accept(KERNEL, listener));
    assertThat(third.readiness(Readiness.OUT)).isEqualTo(Readiness.OUT);
    assertThat(third.option(SocketOption.ERROR)).isZero();
  }

  @Test
  void whoCannotBeConnectedAnyMoreIsRefusedAndWhoWasNotAcceptedIsReset() throws Exception {
    Socket listener = listening(loopback(0), 0);
    Socket queued = stream();
    network().connect(KERNEL, queued, listener.localAddress());
    Socket waiting = stream();
    TestProcess<Integer> connect =
        startBlocked(
            caller -> {
              network().connect(caller, waiting, listener.localAddress());
              return 1;
            });
    Socket later = stream();
    nonblocking(later);
    assertThat(connectErrno(later, listener.localAddress())).isEqualTo(Errno.EINPROGRESS);
    close(listener);
    assertThat(connect.errno()).isEqualTo(Errno.ECONNREFUSED);
    assertThat(later.readiness(Readiness.OUT) & Readiness.ERR).isEqualTo(Readiness.ERR);
    assertThat(later.option(SocketOption.ERROR)).isEqualTo(HOST_ECONNREFUSED);
    assertThat(receiveErrno(queued)).isEqualTo(Errno.ECONNRESET);
  }

  @Test
  void aClientThatDoesNotWaitAnyMoreLeavesTheQueue() throws Exception {
    Socket listener = listening(loopback(0), 0);
    network().connect(KERNEL, stream(), listener.localAddress());
    Socket impatient = stream();
    nonblocking(impatient);
    assertThat(connectErrno(impatient, listener.localAddress())).isEqualTo(Errno.EINPROGRESS);
    close(impatient);
    nonblocking(listener);
    closedAtEnd(network().accept(KERNEL, listener));
    assertThatThrownBy(() -> network().accept(KERNEL, listener)).isSameAs(Errno.EAGAIN.exception());
  }

  @Test
  void theEndOfListeningWakesWhoAccepts() throws Exception {
    Socket listener = listener();
    TestProcess<Socket> acceptor = startBlocked(caller -> network().accept(caller, listener));
    listener.shutdown(Shutdown.READ);
    assertThat(acceptor.errno()).isEqualTo(Errno.EINVAL);
    assertThat(connectErrno(stream(), listener.localAddress())).isEqualTo(Errno.ECONNREFUSED);
  }

  @Test
  void buffersAreChargedAndGivenBack() throws Exception {
    Pair pair = pair();
    long idle = stack.bufferBytes();
    assertThat(limit.chargedBytes()).isEqualTo(idle);
    send(pair.client(), "x");
    assertThat(stack.bufferBytes()).isEqualTo(idle + 4096);
    nonblocking(pair.client());
    assertThat(pair.client().write(KERNEL, zeros(1 << 20))).isEqualTo(65_535);
    assertThat(stack.bufferBytes()).isEqualTo(idle + 65_536);
    closeSockets();
    assertThat(stack.bufferBytes()).isZero();
    assertThat(limit.chargedBytes()).isZero();
  }

  @Test
  void bytesThatNobodyAcceptedAreGivenBackWithTheListener() throws Exception {
    Socket listener = listener();
    for (int i = 0; i < 17; i++) {
      Socket client = stream();
      network().connect(KERNEL, client, listener.localAddress());
      client.write(KERNEL, zeros(100));
      close(client);
    }
    assertThat(stack.bufferBytes()).isGreaterThan(17 * 4096);
    close(listener);
    assertThat(stack.bufferBytes()).isZero();
  }

  @Test
  void withoutMemoryThereIsNoSocketAndNoBufferAndTheRestGoesOn() throws Exception {
    Pair pair = pair();
    Socket here = datagrams();
    Socket there = datagrams();
    send(pair.client(), "x");
    limit.move(limit.chargedBytes() + 100);
    assertThatThrownBy(this::stream).isSameAs(Errno.ENOBUFS.exception());
    assertThat(start(task -> pair.server().write(task, bytes("y"))).errno())
        .isEqualTo(Errno.ENOBUFS);
    assertThatThrownBy(() -> network().sendTo(KERNEL, here, bytes("z"), there.localAddress()))
        .isSameAs(Errno.ENOBUFS.exception());
    // The ring that is there does not grow, and what does not fit waits.
    nonblocking(pair.client());
    assertThat(pair.client().write(KERNEL, zeros(10_000))).isEqualTo(4095);
    assertThat(pair.client().readiness(Readiness.OUT)).isZero();
    assertThat(receive(pair.server(), 10_000)).hasSize(4096);
    assertThat(pair.client().readiness(Readiness.OUT)).isEqualTo(Readiness.OUT);
    limit.move(64 << 20);
    assertThat(pair.client().write(KERNEL, zeros(10_000))).isEqualTo(10_000);
  }

  @Test
  void anAcceptedConnectionNeedsMemoryToo() throws Exception {
    Socket listener = listener();
    Socket client = stream();
    limit.move(limit.chargedBytes());
    assertThat(connectErrno(client, listener.localAddress())).isEqualTo(Errno.ENOBUFS);
    limit.move(64 << 20);
    assertThat(connectErrno(client, listener.localAddress())).isNull();
  }

  @Test
  void aQueueOfDatagramsIsBoundedAndDropsTheNewest() throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    there.setOption(SocketOption.RECEIVE_BUFFER, 4096);
    long idle = stack.bufferBytes();
    for (int i = 0; i < 1000; i++) {
      network().sendTo(KERNEL, here, zeros(1000), there.localAddress());
    }
    assertThat(stack.bufferBytes() - idle).isEqualTo(4 * 1256);
    nonblocking(there);
    for (int i = 0; i < 4; i++) {
      assertThat(there.read(KERNEL, zeros(2000))).isEqualTo(1000);
    }
    assertThatThrownBy(() -> there.read(KERNEL, zeros(1))).isSameAs(Errno.EAGAIN.exception());
    assertThat(stack.bufferBytes()).isEqualTo(idle);
  }

  @Test
  void aConnectedDatagramSocketLearnsThatNobodyIsThere() throws Exception {
    Socket here = datagrams();
    Socket gone = datagrams();
    network().connect(KERNEL, here, gone.localAddress());
    close(gone);
    assertThat(here.write(KERNEL, bytes("x"))).isEqualTo(1);
    assertThat(here.readiness(Readiness.IN) & Readiness.ERR).isEqualTo(Readiness.ERR);
    assertThat(receiveErrno(here)).isEqualTo(Errno.ECONNREFUSED);
    assertThat(here.option(SocketOption.ERROR)).isZero();
  }

  @Test
  void smallBuffersBoundWhatIsOnItsWay() throws Exception {
    Pair pair = pair();
    pair.client().setOption(SocketOption.SEND_BUFFER, 1);
    assertThat(pair.client().option(SocketOption.SEND_BUFFER)).isEqualTo(4096);
    nonblocking(pair.client());
    assertThat(pair.client().write(KERNEL, zeros(10_000))).isEqualTo(4096);
    pair.client().setOption(SocketOption.SEND_BUFFER, Integer.MAX_VALUE);
    assertThat(pair.client().option(SocketOption.SEND_BUFFER)).isEqualTo(212_992);
    assertThat(pair.client().write(KERNEL, zeros(100_000))).isEqualTo(65_536 - 4096);
  }

  @Test
  void eightThreadsOfOneConnectionLoseNothing() throws Exception {
    Pair pair = pair();
    int threads = 4;
    int each = 200_000;
    List<TestProcess<Integer>> writers = new ArrayList<>();
    List<TestProcess<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      writers.add(start(task -> pump(task, pair.client(), each)));
      readers.add(start(task -> drain(task, pair.server())));
    }
    for (TestProcess<Integer> writer : writers) {
      assertThat(writer.result()).isEqualTo(each);
    }
    pair.client().shutdown(Shutdown.WRITE);
    int total = 0;
    for (TestProcess<Integer> reader : readers) {
      total += reader.result();
    }
    assertThat(total).isEqualTo(threads * each);
  }

  private static int pump(Caller caller, Socket socket, int most) throws ErrnoException {
    int sent = 0;
    while (sent < most) {
      sent += (int) socket.write(caller, zeros(Math.min(1 + sent % 9001, most - sent)));
    }
    return sent;
  }

  private static int drain(Caller caller, Socket socket) throws ErrnoException {
    int total = 0;
    ByteBuffer buffer = ByteBuffer.allocateDirect(5000);
    long count;
    do {
      count = socket.read(caller, IoSequence.of(buffer));
      total += (int) count;
    } while (count > 0);
    return total;
  }

  @Test
  void eightThreadsConnectAcceptAndCloseAtOnce() throws Exception {
    Socket listener = listening(loopback(0), 2);
    SocketAddress address = listener.localAddress();
    int each = 500;
    AtomicInteger left = new AtomicInteger(4 * each);
    List<TestProcess<Integer>> servers = new ArrayList<>();
    List<TestProcess<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      servers.add(start(task -> serve(task, listener, left)));
      clients.add(start(task -> ask(task, address, each)));
    }
    for (TestProcess<Integer> client : clients) {
      assertThat(client.result()).isEqualTo(each);
    }
    listener.shutdown(Shutdown.READ);
    int served = 0;
    for (TestProcess<Integer> server : servers) {
      served += server.result();
    }
    assertThat(served).isEqualTo(4 * each);
    closeSockets();
    assertThat(stack.bufferBytes()).isZero();
  }

  private int serve(Caller caller, Socket listener, AtomicInteger left) throws ErrnoException {
    int served = 0;
    while (left.get() > 0) {
      Socket connection;
      try {
        connection = network().accept(caller, listener);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.EINVAL); // the end of listening
        return served;
      }
      left.decrementAndGet();
      ByteBuffer buffer = ByteBuffer.allocateDirect(8);
      long count = connection.read(caller, IoSequence.of(buffer));
      connection.write(caller, zeros((int) count));
      connection.drop();
      served++;
    }
    return served;
  }

  private int ask(Caller caller, SocketAddress address, int times) throws ErrnoException {
    int answered = 0;
    for (int i = 0; i < times; i++) {
      Socket client = network().socket(SocketFamily.INET, SocketType.STREAM);
      try {
        network().connect(caller, client, address);
        client.write(caller, zeros(8));
        answered += client.read(caller, zeros(8)) == 8 ? 1 : 0;
      } finally {
        client.drop();
      }
    }
    return answered;
  }

  @Test
  void aRoundTripWorksForAsLongAsThreadsAnswer() throws Exception {
    Pair pair = pair();
    int times = 20_000;
    TestProcess<Integer> echo =
        start(
            task -> {
              int echoed = 0;
              ByteBuffer buffer = ByteBuffer.allocateDirect(64);
              while (pair.server().read(task, IoSequence.of(buffer)) == 64) {
                pair.server().write(task, IoSequence.of(buffer));
                echoed++;
              }
              return echoed;
            });
    TestProcess<Integer> client =
        start(
            task -> {
              for (int i = 0; i < times; i++) {
                pair.client().write(task, zeros(64));
                assertThat(pair.client().read(task, zeros(64))).isEqualTo(64);
              }
              pair.client().shutdown(Shutdown.WRITE);
              return times;
            });
    assertThat(client.result()).isEqualTo(times);
    assertThat(echo.result()).isEqualTo(times);
  }
}
