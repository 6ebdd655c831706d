package io.jwasm.wasi.wasmedge;

import static io.jwasm.wasi.wasmedge.Guest.ADDRESS;
import static io.jwasm.wasi.wasmedge.Guest.DATA;
import static io.jwasm.wasi.wasmedge.Guest.DGRAM;
import static io.jwasm.wasi.wasmedge.Guest.FLAGS;
import static io.jwasm.wasi.wasmedge.Guest.INET4;
import static io.jwasm.wasi.wasmedge.Guest.INET6;
import static io.jwasm.wasi.wasmedge.Guest.IOVECS;
import static io.jwasm.wasi.wasmedge.Guest.RESULT;
import static io.jwasm.wasi.wasmedge.Guest.STREAM;
import static io.jwasm.wasi.wasmedge.Guest.UNIX;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.wasi.preview1.Machine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SocketCallsTest {
  private static final int SUCCESS = 0;
  private static final int ACCES = 2;
  private static final int ADDRINUSE = 3;
  private static final int AFNOSUPPORT = 5;
  private static final int BADF = 8;
  private static final int CONNREFUSED = 14;
  private static final int ILSEQ = 25;
  private static final int INPROGRESS = 26;
  private static final int INTR = 27;
  private static final int INVAL = 28;
  private static final int MFILE = 33;
  private static final int NAMETOOLONG = 37;
  private static final int NOTSOCK = 57;
  private static final int NOTSUP = 58;
  private static final int NOTCAPABLE = 76;

  private Guest guest;

  @BeforeEach
  void makeGuest() throws Exception {
    guest = new Guest();
  }

  @Test
  void aServerAndAClientMeet() {
    int server = listening(8080, 127, 0, 0, 1);
    int client = guest.open(INET4, STREAM);
    assertThat(guest.call("sock_connect", client, guest.address(4, 127, 0, 0, 1), 8080)).isZero();
    assertThat(guest.call("sock_accept", server, RESULT)).isEqualTo(SUCCESS);
    int connection = guest.result();
    assertThat(List.of(server, client, connection)).containsExactly(0, 1, 2);
    guest.data("hello");
    assertThat(guest.machine.call("sock_send", client, IOVECS, 1, 0, RESULT)).isEqualTo(SUCCESS);
    guest.machine.bytes.putLong(DATA, 0);
    assertThat(guest.machine.call("sock_recv", connection, IOVECS, 1, 0, RESULT, FLAGS)).isZero();
    assertThat(guest.text(DATA, 5)).isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0",
    "1, 2, 0",
    "2, 1, 0",
    "2, 2, 0",
    "3, 1, 0",
    "3, 2, 0", //
    "0, 1, 28",
    "4, 1, 28",
    "1, 0, 28",
    "1, 3, 28",
    "-1, 1, 28",
    "1, -1, 28",
    "257, 1, 28"
  })
  void openKnowsFamiliesAndTypes(int family, int type, int errno) {
    assertThat(guest.call("sock_open", family, type, RESULT)).isEqualTo(errno);
    assertThat(guest.stack.openSockets()).isEqualTo(errno == 0 ? 1 : 0);
  }

  @Test
  void aSocketIsMadeOnlyWhenItsNumberHasAPlace() throws Exception {
    guest.traps("sock_open", INET4, STREAM, 65533);
    guest.traps("sock_open", INET4, STREAM, 0xffff_fffcL);
    assertThat(guest.stack.openSockets()).isZero();
    for (int fd = 0; fd < 64; fd++) {
      assertThat(guest.open(INET4, STREAM)).isEqualTo(fd);
    }
    assertThat(guest.call("sock_open", INET4, STREAM, RESULT)).isEqualTo(MFILE);
    assertThat(guest.stack.openSockets()).isEqualTo(64);
  }

  @Test
  void withoutANetworkThereAreNoSockets() throws Exception {
    Machine machine = new Machine();
    assertThat(
            machine
                .tryCall(WasmEdge.version1().find(WasmEdge.MODULE, "sock_open"), 1, 1, RESULT)
                .errno())
        .isEqualTo(ACCES);
    assertThat(machine.fds.reserve()).isZero();
  }

  @Test
  void addressesOfIpv6AreBound() {
    int fd = guest.open(INET6, STREAM);
    int address = guest.address(16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(guest.call("sock_bind", fd, address, 80)).isEqualTo(SUCCESS);
    int second = guest.open(INET6, STREAM);
    assertThat(guest.call("sock_bind", second, ADDRESS, 80)).isEqualTo(ADDRINUSE);
    assertThat(guest.call("sock_bind", fd, ADDRESS, 81)).isEqualTo(INVAL);
    assertThat(guest.call("sock_bind", guest.open(INET4, STREAM), ADDRESS, 80))
        .isEqualTo(AFNOSUPPORT);
  }

  @Test
  void aLongBufferSaysItsFamily() {
    int fd = guest.open(INET4, STREAM);
    guest.address(128, INET4, 0, 10, 0, 0, 1);
    assertThat(guest.call("sock_bind", fd, ADDRESS, 80)).isEqualTo(SUCCESS);
    assertThat(
            guest.call("sock_bind", guest.open(INET4, STREAM), guest.address(4, 10, 0, 0, 1), 80))
        .isEqualTo(ADDRINUSE);
    int six = guest.open(INET6, STREAM);
    guest.address(128, INET6, 0, 0x20, 1, 0xd, 0xb8);
    assertThat(guest.call("sock_bind", six, ADDRESS, 80)).isEqualTo(SUCCESS);
    for (int family : new int[] {0, 4, 255}) {
      guest.address(128, family, 0);
      assertThat(guest.call("sock_bind", six, ADDRESS, 80)).isEqualTo(INVAL);
    }
    guest.address(128, INET4, 1);
    assertThat(guest.call("sock_bind", six, ADDRESS, 80)).isEqualTo(INVAL);
  }

  @Test
  void pathsConnectSocketsOfOneMachine() {
    int server = guest.open(UNIX, STREAM);
    assertThat(guest.call("sock_bind", server, guest.path("/run/x.sock"), 0)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_listen", server, 5)).isEqualTo(SUCCESS);
    int client = guest.open(UNIX, STREAM);
    assertThat(guest.call("sock_connect", client, guest.path("/run/y"), 0)).isEqualTo(CONNREFUSED);
    assertThat(guest.call("sock_connect", client, guest.path("/run/x.sock"), 0)).isZero();
  }

  @Test
  void pathsHaveALengthAndAreText() {
    int fd = guest.open(UNIX, DGRAM);
    assertThat(guest.call("sock_bind", fd, guest.path(""), 0)).isEqualTo(INVAL);
    assertThat(guest.call("sock_bind", fd, guest.path("p".repeat(109)), 0)).isEqualTo(NAMETOOLONG);
    assertThat(guest.call("sock_bind", fd, guest.path("p".repeat(126)), 0)).isEqualTo(NAMETOOLONG);
    assertThat(guest.call("sock_bind", fd, guest.address(128, UNIX, 0, 0xc0, 0xaf), 0))
        .isEqualTo(ILSEQ);
    assertThat(guest.call("sock_bind", fd, guest.path("p".repeat(108)), 0)).isEqualTo(SUCCESS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5, 8, 15, 17, 28, 127, 129, 4096, -1, Integer.MIN_VALUE})
  void buffersOfOtherLengthsAreInval(int length) {
    int fd = guest.open(INET4, STREAM);
    guest.address(length);
    assertThat(guest.call("sock_bind", fd, ADDRESS, 80)).isEqualTo(INVAL);
    assertThat(guest.call("sock_connect", fd, ADDRESS, 80)).isEqualTo(INVAL);
    int datagrams = guest.open(INET4, DGRAM);
    guest.data("x");
    assertThat(guest.call("sock_send_to", datagrams, IOVECS, 1, ADDRESS, 80, 0, RESULT))
        .isEqualTo(INVAL);
    assertThat(guest.call("sock_recv_from", datagrams, IOVECS, 1, ADDRESS, 0, RESULT, FLAGS))
        .isEqualTo(INVAL);
    assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, RESULT, FLAGS)).isEqualTo(INVAL);
    assertThat(guest.callV2("sock_getlocaladdr", fd, ADDRESS, RESULT)).isEqualTo(INVAL);
  }

  @Test
  void buffersOutsideTheMemoryTrap() {
    int fd = guest.open(INET4, STREAM);
    guest.traps("sock_bind", fd, 65529, 80);
    guest.traps("sock_connect", fd, 0xffff_ffffL, 80);
    guest.describe(65533, 4);
    guest.traps("sock_bind", fd, ADDRESS, 80);
    guest.describe(65409, 128);
    guest.traps("sock_connect", fd, ADDRESS, 80);
    guest.describe(-1, 16);
    guest.traps("sock_bind", fd, ADDRESS, 80);
    guest.describe(65532, 4);
    assertThat(guest.call("sock_bind", fd, ADDRESS, 80)).isEqualTo(SUCCESS);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536, Integer.MIN_VALUE})
  void portsHave16Bits(int port) {
    int fd = guest.open(INET4, STREAM);
    guest.address(4, 127, 0, 0, 1);
    assertThat(guest.call("sock_bind", fd, ADDRESS, port)).isEqualTo(INVAL);
    assertThat(guest.call("sock_connect", fd, ADDRESS, port)).isEqualTo(INVAL);
  }

  @Test
  void nobodyListensIsConnrefused() {
    int fd = guest.open(INET4, STREAM);
    guest.address(4, 127, 0, 0, 1);
    assertThat(guest.call("sock_connect", fd, ADDRESS, 81)).isEqualTo(CONNREFUSED);
    assertThat(guest.machine.call("fd_fdstat_set_flags", fd, 4)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_connect", fd, ADDRESS, 81)).isEqualTo(INPROGRESS);
  }

  @Test
  void datagramsDoNotListen() {
    int fd = guest.open(INET4, DGRAM);
    assertThat(guest.call("sock_listen", fd, 5)).isEqualTo(NOTSUP);
    assertThat(guest.call("sock_accept", fd, RESULT)).isEqualTo(NOTSUP);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 4097, -1, Integer.MIN_VALUE})
  void anyBacklogIsBroughtIntoBounds(int backlog) {
    int fd = guest.open(INET4, STREAM);
    assertThat(guest.call("sock_bind", fd, guest.address(4), 80)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_listen", fd, backlog)).isEqualTo(SUCCESS);
  }

  @Test
  void acceptWaitsAndTakesNothingWithoutAPlace() {
    int server = listening(80, 10, 0, 0, 1);
    int client = guest.open(INET4, STREAM);
    assertThat(guest.call("sock_connect", client, guest.address(4, 10, 0, 0, 1), 80)).isZero();
    guest.traps("sock_accept", server, 65533);
    assertThat(guest.call("sock_accept", server, RESULT)).isEqualTo(SUCCESS);
    Thread.currentThread().interrupt();
    assertThat(guest.call("sock_accept", server, RESULT)).isEqualTo(INTR);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(guest.machine.call("fd_fdstat_set_rights", server, 0, 0)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_accept", server, RESULT)).isEqualTo(NOTCAPABLE);
  }

  @Test
  void whatIsNoSocketIsNotsock() throws Exception {
    guest.machine.withRoot();
    guest.address(128, INET4, 0);
    for (String name : WasmEdge.version1().names()) {
      if (!name.equals("sock_open")
          && !name.equals("sock_getaddrinfo")
          && !name.equals("sock_lookup_ip")) {
        long[] args = {0, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS};
        assertThat(guest.call(name, args)).as(name).isEqualTo(NOTSOCK);
        for (int fd : new int[] {1, -1, 1 << 20}) {
          args[0] = fd;
          assertThat(guest.call(name, args)).as(name).isEqualTo(BADF);
        }
      }
    }
    for (String name : WasmEdge.version2().names()) {
      long[] args = {0, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS};
      assertThat(guest.callV2(name, args)).as(name).isEqualTo(NOTSOCK);
    }
  }

  @Test
  void whatThePolicyDeniesIsAcces() throws Exception {
    Guest denied = new Guest(new Deny());
    int fd = denied.open(INET4, STREAM);
    denied.address(4, 10, 0, 0, 1);
    assertThat(denied.call("sock_bind", fd, ADDRESS, 80)).isEqualTo(ACCES);
    assertThat(denied.call("sock_connect", fd, ADDRESS, 80)).isEqualTo(ACCES);
    int datagrams = denied.open(INET4, DGRAM);
    denied.data("x");
    assertThat(denied.call("sock_send_to", datagrams, IOVECS, 1, ADDRESS, 80, 0, RESULT))
        .isEqualTo(ACCES);
    int length = denied.text(DATA, "one");
    assertThat(denied.call("sock_lookup_ip", DATA, length, INET4, 6000, 4, RESULT))
        .isEqualTo(ACCES);
  }

  private int listening(int port, int... address) {
    int server = guest.open(INET4, STREAM);
    assertThat(guest.call("sock_bind", server, guest.address(4, address), port)).isZero();
    assertThat(guest.call("sock_listen", server, 128)).isEqualTo(SUCCESS);
    return server;
  }

  /** Lets nothing through. */
  static final class Deny implements NetworkPolicy {
    @Override
    public boolean allowsConnect(SocketType type, SocketAddress peer) {
      return false;
    }

    @Override
    public boolean allowsBind(SocketType type, SocketAddress local) {
      return false;
    }

    @Override
    public boolean admits(SocketType type, SocketAddress local, SocketAddress peer) {
      return false;
    }

    @Override
    public boolean allowsLookUp(String name) {
      return false;
    }

    @Override
    public void resolved(String name, List<IpAddress> addresses) {}
  }
}
