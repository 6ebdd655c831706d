package io.jwasm.wasi.wasmedge;

import static io.jwasm.wasi.wasmedge.Guest.ADDRESS;
import static io.jwasm.wasi.wasmedge.Guest.BYTES;
import static io.jwasm.wasi.wasmedge.Guest.INET4;
import static io.jwasm.wasi.wasmedge.Guest.INET6;
import static io.jwasm.wasi.wasmedge.Guest.PORT;
import static io.jwasm.wasi.wasmedge.Guest.RESULT;
import static io.jwasm.wasi.wasmedge.Guest.STREAM;
import static io.jwasm.wasi.wasmedge.Guest.UNIX;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptor 0 listens at 10.0.0.1:80, 1 has connected to it and 2 is its end there. */
final class AddressCallsTest {
  private static final int SUCCESS = 0;
  private static final int NOMEM = 48;
  private static final int NOTCONN = 53;

  private Guest guest;

  @BeforeEach
  void connect() throws Exception {
    guest = new Guest();
    guest.open(INET4, STREAM);
    guest.open(INET4, STREAM);
    assertThat(guest.call("sock_bind", 0, guest.address(4, 10, 0, 0, 1), 80)).isZero();
    assertThat(guest.call("sock_listen", 0, 5)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_connect", 1, ADDRESS, 80)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_accept", 0, RESULT)).isEqualTo(SUCCESS);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void version1GivesTheAddressAndTheVersionOfTheProtocol(int length) {
    guest.address(length, 9, 9, 9, 9, 9);
    assertThat(guest.call("sock_getpeeraddr", 1, ADDRESS, RESULT, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 5)).isEqualTo(new byte[] {10, 0, 0, 1, 9});
    assertThat(guest.result()).isEqualTo(4);
    assertThat(guest.port()).isEqualTo(80);
    assertThat(guest.call("sock_getlocaladdr", 1, ADDRESS, RESULT, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 4)).isEqualTo(new byte[4]);
    assertThat(guest.port()).isEqualTo(50_000);
  }

  @Test
  void version2GivesTheFamilyAndTheAddress() {
    guest.machine.bytes.put(BYTES + 6, (byte) 9);
    guest.address(128);
    assertThat(guest.callV2("sock_getpeeraddr", 1, ADDRESS, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 7)).isEqualTo(new byte[] {1, 0, 10, 0, 0, 1, 0});
    assertThat(guest.port()).isEqualTo(80);
    assertThat(guest.callV2("sock_getlocaladdr", 2, ADDRESS, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 6)).isEqualTo(new byte[] {1, 0, 10, 0, 0, 1});
  }

  @Test
  void addressesOfIpv6HaveTheirNumber() {
    int fd = guest.open(INET6, STREAM);
    guest.address(16, 0x20, 1, 0xd, 0xb8);
    assertThat(guest.call("sock_bind", fd, ADDRESS, 443)).isEqualTo(SUCCESS);
    guest.address(16);
    assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, RESULT, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 4)).isEqualTo(new byte[] {0x20, 1, 0xd, (byte) 0xb8});
    assertThat(guest.result()).isEqualTo(6);
    guest.address(4);
    assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, RESULT, PORT)).isEqualTo(NOMEM);
    guest.address(128);
    assertThat(guest.callV2("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 5)).isEqualTo(new byte[] {2, 0, 0x20, 1, 0xd});
  }

  @Test
  void pathsEndWithANul() {
    int fd = guest.open(UNIX, STREAM);
    String path = "/run/" + "x".repeat(103);
    assertThat(guest.call("sock_bind", fd, guest.path(path), 0)).isEqualTo(SUCCESS);
    guest.address(128);
    guest.machine.bytes.putInt(PORT, -1);
    assertThat(guest.callV2("sock_getlocaladdr", fd, ADDRESS, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 2)).isEqualTo(new byte[] {3, 0});
    assertThat(guest.text(BYTES + 2, 109)).isEqualTo(path + "\0");
    assertThat(guest.port()).isZero();
    assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, RESULT, PORT)).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(UNIX);
    guest.address(16);
    assertThat(guest.call("sock_getlocaladdr", fd, ADDRESS, RESULT, PORT)).isEqualTo(NOMEM);
  }

  @Test
  void whatIsNotConnectedHasNoPeer() {
    guest.address(128);
    assertThat(guest.call("sock_getpeeraddr", 0, ADDRESS, RESULT, PORT)).isEqualTo(NOTCONN);
    assertThat(guest.callV2("sock_getpeeraddr", 0, ADDRESS, PORT)).isEqualTo(NOTCONN);
  }

  @Test
  void resultsOutsideTheMemoryTrap() {
    guest.address(4);
    guest.traps("sock_getlocaladdr", 0, ADDRESS, 65533, PORT);
    guest.traps("sock_getlocaladdr", 0, ADDRESS, RESULT, 65533);
    guest.traps("sock_getlocaladdr", 0, 65529, RESULT, PORT);
    guest.address(128);
    guest.trapsV2("sock_getlocaladdr", 0, ADDRESS, 65533);
    guest.describe(65409, 128);
    guest.trapsV2("sock_getlocaladdr", 0, ADDRESS, PORT);
    guest.describe(65408, 128);
    assertThat(guest.callV2("sock_getlocaladdr", 0, ADDRESS, PORT)).isEqualTo(SUCCESS);
  }
}
