package io.jwasm.wasi.preview1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.net.IpAddressText;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.Shutdown;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.wasi.TestNetwork;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Descriptor 0 is a socket that listens at 10.0.0.1:80, 1 one for datagrams at 10.0.0.1:53, both
 * handed over; 2 is a stream that is no socket. Addresses end at 65536.
 *
 * <pre>
 * memory:   0 iovecs   100 buffers   1000 results
 * </pre>
 */
@Timeout(60)
final class SockCallsTest {
  private static final int SUCCESS = 0;
  private static final int AGAIN = 6;
  private static final int BADF = 8;
  private static final int INTR = 27;
  private static final int INVAL = 28;
  private static final int MFILE = 33;
  private static final int NOTCONN = 53;
  private static final int NOTSOCK = 57;
  private static final int PIPE = 64;
  private static final int NOTCAPABLE = 76;

  private static final int PEEK = 1;
  private static final int WAITALL = 2;
  private static final int NONBLOCK = 4;
  private static final int RESULT = 1000;
  private static final int FLAGS = 1004;

  private static final SocketAddress SERVER = at("10.0.0.1", 80);
  private static final SocketAddress DATAGRAMS = at("10.0.0.1", 53);

  private final TestNetwork stack = new TestNetwork();
  private final Network network = stack.open();
  private Machine machine;

  @BeforeEach
  void makeMachine() throws Exception {
    machine = Machine.on(network);
    machine.install(
        network.handOver(machine.thread(), SocketType.STREAM, SERVER),
        network.handOver(machine.thread(), SocketType.DGRAM, DATAGRAMS),
        new Buffer(""));
  }

  @Test
  void aConnectionIsReadAndWritten() throws Exception {
    Socket client = connect();
    assertThat(accept(0)).isEqualTo(3);
    send(client, "ping");
    iovecs(100, 2, 110, 10);
    assertThat(machine.call("fd_read", 3, 0, 2, RESULT)).isEqualTo(SUCCESS);
    assertThat(result()).isEqualTo(4);
    assertThat(machine.get(100, 3)).isEqualTo(new byte[] {'p', 'i', 0});
    assertThat(machine.get(110, 3)).isEqualTo(new byte[] {'n', 'g', 0});
    assertThat(machine.call("fd_write", 3, 0, 1, RESULT)).isEqualTo(SUCCESS);
    assertThat(receive(client)).isEqualTo("pi");
    assertThat(machine.call("sock_send", 3, 0, 2, 0, RESULT)).isEqualTo(SUCCESS);
    assertThat(result()).isEqualTo(12);
    assertThat(receive(client)).startsWith("ping");
  }

  @Test
  void aConnectionIsAStream() throws Exception {
    connect();
    assertThat(accept(0)).isEqualTo(3);
    assertThat(machine.call("fd_fdstat_get", 3, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(200, 4)).isEqualTo(new byte[] {6, 0, 0, 0});
    // read, write, set flags, filestat, poll, shutdown, accept
    assertThat(machine.bytes.getLong(208)).isEqualTo(0x3820004aL);
    assertThat(machine.call("fd_filestat_get", 3, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(216, 1)).isEqualTo(new byte[] {6});
    assertThat(machine.call("fd_seek", 3, 0, 0, 200)).isEqualTo(70); // spipe
    assertThat(machine.call("fd_close", 3)).isEqualTo(SUCCESS);
  }

  @Test
  void datagramsAreNoStream() throws Exception {
    assertThat(machine.call("fd_fdstat_get", 1, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(200, 1)).isEqualTo(new byte[] {5});
    assertThat(machine.call("fd_filestat_get", 1, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(216, 1)).isEqualTo(new byte[] {5});
    assertThat(unstable("fd_filestat_get", 1, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(216, 1)).isEqualTo(new byte[] {5});
  }

  @Test
  void acceptMakesANonblockingConnection() throws Exception {
    connect();
    assertThat(accept(NONBLOCK)).isEqualTo(3);
    assertThat(machine.call("fd_fdstat_get", 3, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(202, 1)).isEqualTo(new byte[] {NONBLOCK});
    assertThat(recv(3, 0)).isEqualTo(AGAIN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 16, 5, -1, 0x10000})
  void acceptTakesNoOtherFlag(int flags) throws Exception {
    connect();
    assertThat(machine.call("sock_accept", 0, flags, RESULT)).isEqualTo(INVAL);
    assertThat(accept(0)).isEqualTo(3);
  }

  @Test
  void acceptOfANonblockingSocketDoesNotWait() throws Exception {
    assertThat(machine.call("fd_fdstat_set_flags", 0, NONBLOCK)).isEqualTo(SUCCESS);
    assertThat(machine.call("sock_accept", 0, 0, RESULT)).isEqualTo(AGAIN);
    connect();
    assertThat(accept(0)).isEqualTo(3);
    assertThat(machine.call("fd_fdstat_get", 3, 200)).isEqualTo(SUCCESS);
    assertThat(machine.get(202, 1)).isEqualTo(new byte[] {0}); // as a new one
  }

  @Test
  void anAcceptThatIsKilledLeavesNothingBehind() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(machine.call("sock_accept", 0, 0, RESULT)).isEqualTo(INTR);
    assertThat(Thread.interrupted()).isTrue();
    connect();
    assertThat(accept(0)).isEqualTo(3);
  }

  @Test
  void whatIsNoSocketIsNotsock() {
    for (String name : List.of("sock_accept", "sock_recv", "sock_send", "sock_shutdown")) {
      assertThat(machine.call(name, 2, 0, 0, 0, 0, 0)).as(name).isEqualTo(NOTSOCK);
      assertThat(machine.call(name, 3, 0, 0, 0, 0, 0)).as(name).isEqualTo(BADF);
      assertThat(machine.call(name, -1, 0, 0, 0, 0, 0)).as(name).isEqualTo(BADF);
    }
  }

  @Test
  void whatADescriptorHasNoRightToIsNotcapable() throws Exception {
    connect();
    accept(0);
    // all but accept and shutdown, for itself and what it accepts
    assertThat(machine.call("fd_fdstat_set_rights", 0, 0x0820004aL, 0x0820004aL)).isEqualTo(0);
    assertThat(machine.call("sock_accept", 0, 0, RESULT)).isEqualTo(NOTCAPABLE);
    assertThat(machine.call("sock_shutdown", 0, 1)).isEqualTo(NOTCAPABLE);
    // all but read and write
    assertThat(machine.call("fd_fdstat_set_rights", 3, 0x38200008L, 0)).isEqualTo(SUCCESS);
    assertThat(machine.call("sock_recv", 3, 0, 0, 0, RESULT, FLAGS)).isEqualTo(NOTCAPABLE);
    assertThat(machine.call("sock_send", 3, 0, 0, 0, RESULT)).isEqualTo(NOTCAPABLE);
  }

  @Test
  void aConnectionHasTheRightsThatItsListenerPassesOn() throws Exception {
    // itself: accept; its connections: read and poll
    assertThat(machine.call("fd_fdstat_set_rights", 0, 0x20000000L, 0x08000002L)).isZero();
    connect();
    assertThat(accept(0)).isEqualTo(3);
    assertThat(machine.call("fd_fdstat_get", 3, 200)).isEqualTo(SUCCESS);
    assertThat(machine.bytes.getLong(208)).isEqualTo(0x08000002L);
    assertThat(machine.bytes.getLong(216)).isEqualTo(0x08000002L);
    assertThat(machine.call("sock_send", 3, 0, 0, 0, RESULT)).isEqualTo(NOTCAPABLE);
  }

  @Test
  void withoutAFreeDescriptorTheConnectionStaysInTheQueue() throws Exception {
    for (int fd = 3; fd < 64; fd++) {
      machine.install(new Buffer(""));
    }
    Socket client = connect();
    int sockets = stack.openSockets();
    assertThat(machine.call("sock_accept", 0, 0, RESULT)).isEqualTo(MFILE);
    assertThat(stack.openSockets()).isEqualTo(sockets);
    assertThat(machine.call("fd_close", 40)).isEqualTo(SUCCESS);
    assertThat(accept(0)).isEqualTo(40);
    send(client, "x");
    assertThat(recv(40, 0)).isEqualTo(SUCCESS);
  }

  @Test
  void noConnectionIsTakenWhenItsNumberHasNoPlace() throws Exception {
    connect();
    trapsIn("sock_accept", 0, 0, 65533);
    trapsIn("sock_accept", 0, 0, 0xffff_ffffL);
    assertThat(accept(0)).isEqualTo(3);
  }

  @Test
  void nothingIsReceivedWhenTheResultsHaveNoPlace() throws Exception {
    Socket client = connect();
    accept(0);
    send(client, "x");
    iovecs(100, 1);
    trapsIn("sock_recv", 3, 0, 1, 0, 65533, FLAGS);
    trapsIn("sock_recv", 3, 0, 1, 0, RESULT, 65535);
    trapsIn("sock_recv", 3, 65530, 1, 0, RESULT, FLAGS);
    iovecs(65535, 2);
    trapsIn("sock_recv", 3, 0, 1, 0, RESULT, FLAGS);
    trapsIn("sock_send", 3, 0, 1, 0, RESULT);
    trapsIn("sock_send", 3, 0, 0, 0, 65533);
    iovecs(65535, 1);
    assertThat(machine.call("sock_recv", 3, 0, 1, 0, RESULT, FLAGS)).isEqualTo(SUCCESS);
    assertThat(machine.get(65535, 1)).isEqualTo(new byte[] {'x'});
  }

  @Test
  void theResultsMayLieAtTheEndOfTheMemory() throws Exception {
    Socket client = connect();
    accept(0);
    send(client, "xy");
    iovecs(65529, 1);
    assertThat(machine.call("sock_recv", 3, 0, 1, 0, 65530, 65534)).isEqualTo(SUCCESS);
    assertThat(machine.get(65529, 7)).isEqualTo(new byte[] {'x', 1, 0, 0, 0, 0, 0});
  }

  @Test
  void tooManyBuffersAreInval() throws Exception {
    connect();
    accept(0);
    for (int count : new int[] {1025, -1, 0x2000_0000}) {
      assertThat(machine.call("sock_recv", 3, 0, count, 0, RESULT, FLAGS)).isEqualTo(INVAL);
      assertThat(machine.call("sock_send", 3, 0, count, 0, RESULT)).isEqualTo(INVAL);
    }
  }

  @Test
  void peekLeavesWhatItReads() throws Exception {
    Socket client = connect();
    accept(0);
    send(client, "abc");
    iovecs(100, 2);
    assertThat(recv(3, PEEK)).isEqualTo(SUCCESS);
    assertThat(result()).isEqualTo(2);
    assertThat(machine.get(100, 2)).isEqualTo(new byte[] {'a', 'b'});
    assertThat(recv(3, 0)).isEqualTo(SUCCESS);
    assertThat(machine.get(100, 2)).isEqualTo(new byte[] {'a', 'b'});
    assertThat(recv(3, 0)).isEqualTo(SUCCESS);
    assertThat(result()).isEqualTo(1);
    assertThat(machine.bytes.getShort(FLAGS)).isZero();
  }

  @Test
  void waitallFillsTheBuffers() throws Exception {
    Socket client = connect();
    accept(0);
    send(client, "abc");
    send(client, "def");
    iovecs(100, 4);
    assertThat(recv(3, WAITALL)).isEqualTo(SUCCESS);
    assertThat(result()).isEqualTo(4);
    assertThat(machine.get(100, 5)).isEqualTo(new byte[] {'a', 'b', 'c', 'd', 0});
  }

  @ParameterizedTest
  @CsvSource({"4", "8", "3", "-1", "65536"})
  void recvKnowsTwoFlags(int flags) throws Exception {
    Socket client = connect();
    accept(0);
    send(client, "abc");
    assertThat(recv(3, flags)).isEqualTo(flags == 3 ? SUCCESS : INVAL);
  }

  @Test
  void aDatagramLongerThanTheBuffersIsTruncated() throws Exception {
    Socket client = network.socket(SocketFamily.INET, SocketType.DGRAM);
    network.connect(machine.thread(), client, DATAGRAMS);
    send(client, "abc");
    send(client, "de");
    iovecs(100, 2);
    assertThat(recv(1, 0)).isEqualTo(SUCCESS);
    assertThat(result()).isEqualTo(2);
    assertThat(machine.bytes.getShort(FLAGS)).isEqualTo((short) 1);
    assertThat(recv(1, 0)).isEqualTo(SUCCESS);
    assertThat(machine.get(100, 2)).isEqualTo(new byte[] {'d', 'e'});
    assertThat(machine.bytes.getShort(FLAGS)).isZero();
  }

  @Test
  void sendTakesNoFlags() throws Exception {
    connect();
    accept(0);
    for (int flags : new int[] {1, 0x4000, -1}) {
      assertThat(machine.call("sock_send", 3, 0, 0, flags, RESULT)).isEqualTo(INVAL);
    }
  }

  @Test
  void whatIsNotConnectedIsNotconn() throws Exception {
    machine.install(network.socket(SocketFamily.INET, SocketType.STREAM));
    iovecs(100, 2);
    assertThat(recv(3, 0)).isEqualTo(NOTCONN);
    assertThat(machine.call("sock_send", 3, 0, 1, 0, RESULT)).isEqualTo(NOTCONN);
    assertThat(machine.call("sock_shutdown", 3, 3)).isEqualTo(NOTCONN);
    assertThat(machine.call("sock_accept", 3, 0, RESULT)).isEqualTo(INVAL);
  }

  @Test
  void shutdownEndsADirection() throws Exception {
    Socket client = connect();
    accept(0);
    assertThat(machine.call("sock_shutdown", 3, 2)).isEqualTo(SUCCESS);
    assertThat(receive(client)).isEmpty();
    client.shutdown(Shutdown.WRITE);
    iovecs(100, 2);
    assertThat(recv(3, 0)).isEqualTo(SUCCESS);
    assertThat(result()).isZero();
    assertThat(machine.call("sock_send", 3, 0, 1, 0, RESULT)).isEqualTo(PIPE);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "0, 28", "4, 28", "7, 28", "-1, 28", "256, 28"})
  void shutdownAnswers(int how, int errno) throws Exception {
    connect();
    accept(0);
    assertThat(machine.call("sock_shutdown", 3, how)).isEqualTo(errno);
  }

  @Test
  void aSocketThatWasHandedOverIsAPreopenButNoDirectory() throws Exception {
    for (int fd = 0; fd < 2; fd++) {
      machine.bytes.putLong(200, -1);
      assertThat(machine.call("fd_prestat_get", fd, 200)).isEqualTo(SUCCESS);
      assertThat(machine.get(200, 8)).isEqualTo(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      assertThat(machine.call("fd_prestat_dir_name", fd, 200, 10)).isEqualTo(BADF);
      trapsIn("fd_prestat_get", fd, 65529);
    }
    connect();
    assertThat(accept(0)).isEqualTo(3);
    assertThat(machine.call("fd_prestat_get", 3, 200)).isEqualTo(BADF);
  }

  @Test
  void pollTellsOfConnectionsBytesAndTheEnd() throws Exception {
    Socket client = connect();
    subscribe(2000, 7, 1, 0);
    assertThat(poll(1)).isEqualTo(1);
    accept(0);
    send(client, "abc");
    subscribe(2000, 8, 1, 3);
    subscribe(2048, 9, 2, 3);
    assertThat(poll(2)).isEqualTo(2);
    assertThat(machine.bytes.getLong(3000)).isEqualTo(8);
    assertThat(machine.bytes.getLong(3016)).isEqualTo(3); // bytes
    assertThat(machine.bytes.getShort(3024)).isZero();
    assertThat(machine.bytes.getLong(3032)).isEqualTo(9);
    client.drop();
    assertThat(poll(1)).isEqualTo(1);
    assertThat(machine.bytes.getShort(3024)).isEqualTo((short) 1); // hung up
  }

  @Test
  void theFunctionsOfTheOlderModuleAreThereToo() throws Exception {
    Socket client = connect();
    accept(0);
    send(client, "a");
    iovecs(100, 1);
    assertThat(unstable("sock_recv", 3, 0, 1, 0, RESULT, FLAGS)).isEqualTo(SUCCESS);
    assertThat(unstable("sock_send", 3, 0, 1, 0, RESULT)).isEqualTo(SUCCESS);
    assertThat(receive(client)).isEqualTo("a");
    assertThat(unstable("sock_shutdown", 3, 3)).isEqualTo(SUCCESS);
  }

  private static SocketAddress at(String ip, int port) {
    return new SocketAddress.Inet(IpAddressText.parse(ip), port);
  }

  private Socket connect() throws Exception {
    Socket client = network.socket(SocketFamily.INET, SocketType.STREAM);
    network.connect(machine.thread(), client, SERVER);
    return client;
  }

  private void send(Socket client, String text) throws Exception {
    client.send(machine.thread(), IoSequence.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
  }

  private String receive(Socket client) throws Exception {
    byte[] bytes = new byte[20];
    long count = client.read(machine.thread(), IoSequence.of(ByteBuffer.wrap(bytes)));
    return new String(bytes, 0, (int) count, UTF_8);
  }

  private int accept(int flags) {
    assertThat(machine.call("sock_accept", 0, flags, RESULT)).isEqualTo(SUCCESS);
    return result();
  }

  private long recv(int fd, int flags) {
    return machine.call("sock_recv", fd, 0, 1, flags, RESULT, FLAGS);
  }

  private int result() {
    return machine.bytes.getInt(RESULT);
  }

  /** Writes iovecs at 0, from pairs of an address and a length. */
  private void iovecs(int... pairs) {
    for (int i = 0; i < pairs.length; i++) {
      machine.bytes.putInt(4 * i, pairs[i]);
    }
  }

  private void subscribe(int address, long user, int tag, int fd) {
    machine.bytes.putLong(address, user).put(address + 8, (byte) tag).putInt(address + 16, fd);
  }

  private int poll(int count) {
    assertThat(machine.call("poll_oneoff", 2000, 3000, count, RESULT)).isEqualTo(SUCCESS);
    return result();
  }

  private long unstable(String name, long... args) {
    return machine.tryCall(new Preview1().find(Preview1.UNSTABLE, name), args).errno();
  }

  private void trapsIn(String name, long... args) {
    assertThat(machine.end(name, args))
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in " + name));
  }
}
