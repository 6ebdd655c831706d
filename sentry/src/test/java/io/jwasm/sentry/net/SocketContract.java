package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What holds for the sockets of every stack; the tests are in the classes below it. */
@Timeout(60)
abstract class SocketContract {
  static final IpAddress LOOPBACK_V4 = IpAddress.of(new byte[] {127, 0, 0, 1});
  static final IpAddress LOOPBACK_V6 =
      IpAddress.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  /** Linux's number of ECONNREFUSED, as {@link SocketOption#ERROR} tells it. */
  static final int HOST_ECONNREFUSED = 111;

  /** The kernel itself, which cannot wait: what it is told to do has to be possible at once. */
  static final Caller KERNEL = Credentials.of(0, 0);

  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private Network network;

  /** Returns the stack that is tested; the same one within a test. */
  abstract NetworkStack stack();

  final Network network() {
    if (network == null) {
      network = new Network(stack(), NetworkPolicy.OPEN, null, sentence -> {});
    }
    return network;
  }

  @AfterEach
  final void closeSockets() {
    List<Socket> open = List.copyOf(sockets);
    open.forEach(Socket::drop);
  }

  /** Returns a socket that the test's end closes. */
  final Socket socket(SocketFamily family, SocketType type) throws ErrnoException {
    return closedAtEnd(network().socket(family, type));
  }

  final Socket stream() throws ErrnoException {
    return socket(SocketFamily.INET, SocketType.STREAM);
  }

  final Socket datagrams() throws ErrnoException {
    Socket socket = socket(SocketFamily.INET, SocketType.DGRAM);
    network().bind(KERNEL, socket, loopback(0));
    return socket;
  }

  final Socket listener() throws ErrnoException {
    return listener(SocketFamily.INET);
  }

  final Socket listener(SocketFamily family) throws ErrnoException {
    Socket socket = socket(family, SocketType.STREAM);
    network().bind(KERNEL, socket, new SocketAddress.Inet(loopback(family), 0));
    network().listen(socket, 16);
    return socket;
  }

  /** Two ends of a connection. */
  record Pair(Socket client, Socket server) {}

  final Pair pair() throws Exception {
    return pair(SocketFamily.INET);
  }

  final Pair pair(SocketFamily family) throws Exception {
    Socket listener = listener(family);
    Socket client = socket(family, SocketType.STREAM);
    TestProcess<Socket> acceptor = start(task -> network().accept(task, listener));
    connect(client, listener.localAddress());
    return new Pair(client, closedAtEnd(acceptor.result()));
  }

  /** Connects, which a task does that may wait. */
  final void connect(Socket socket, SocketAddress peer) throws Exception {
    start(
            task -> {
              network().connect(task, socket, peer);
              return 0;
            })
        .result();
  }

  /** Waits for what is on its way. */
  static void awaitReady(Socket socket, int bit) throws Exception {
    start(task -> task.block(socket, bit, Caller.FOREVER)).result();
  }

  final Socket closedAtEnd(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  /** Closes it now. */
  final void close(Socket socket) {
    sockets.remove(socket);
    socket.drop();
  }

  static IpAddress loopback(SocketFamily family) {
    return family == SocketFamily.INET6 ? LOOPBACK_V6 : LOOPBACK_V4;
  }

  static SocketAddress.Inet loopback(int port) {
    return new SocketAddress.Inet(LOOPBACK_V4, port);
  }

  static int port(Socket socket) throws ErrnoException {
    return ((SocketAddress.Inet) socket.localAddress()).port();
  }

  /** Returns an address that somebody had and nobody has any more. */
  final SocketAddress nobody() throws ErrnoException {
    Socket gone = listener();
    SocketAddress address = gone.localAddress();
    close(gone);
    return address;
  }

  static void nonblocking(Socket socket) throws ErrnoException {
    socket.setStatusFlags(OpenFlags.NONBLOCK);
  }

  static <T> TestProcess<T> start(TestProcess.Call<T> call) {
    return TestProcess.start(call);
  }

  /** Starts a call and returns when it waits. */
  static <T> TestProcess<T> startBlocked(BlockingCall<T> call) throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    TestProcess<T> process = TestProcess.start(task -> call.make(new BlockedCaller(task, blocked)));
    blocked.await();
    return process;
  }

  /** What is done by a task that comes to wait. */
  interface BlockingCall<T> {
    T make(Caller caller) throws Exception;
  }

  /** Sends text, which a task does that may wait. */
  static void send(Socket socket, String text) throws Exception {
    long sent = start(task -> socket.write(task, bytes(text))).result();
    Assertions.assertThat(sent).isEqualTo(text.length());
  }

  /** Receives what is there or comes first; the empty text at the end. */
  static String receive(Socket socket, int most) throws Exception {
    return receive(socket, most, 0, null);
  }

  static String receive(Socket socket, int most, int flags, MessageHeader header) throws Exception {
    return start(task -> receive(task, socket, most, flags, header)).result();
  }

  static String receive(Caller caller, Socket socket, int most, int flags, MessageHeader header)
      throws ErrnoException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(most);
    int count = (int) socket.receive(caller, IoSequence.of(buffer), flags, header);
    byte[] bytes = new byte[count];
    buffer.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static Errno receiveErrno(Socket socket) throws Exception {
    return start(task -> socket.read(task, zeros(1))).errno();
  }

  static IoSequence bytes(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static IoSequence bytes(byte[] bytes) {
    return IoSequence.of(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
  }

  static IoSequence zeros(int length) {
    return IoSequence.of(ByteBuffer.allocateDirect(length));
  }
}
