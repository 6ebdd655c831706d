package io.jwasm.wasi.wasmedge;

import static io.jwasm.wasi.wasmedge.Guest.DATA;
import static io.jwasm.wasi.wasmedge.Guest.DGRAM;
import static io.jwasm.wasi.wasmedge.Guest.INET4;
import static io.jwasm.wasi.wasmedge.Guest.INET6;
import static io.jwasm.wasi.wasmedge.Guest.RESULT;
import static io.jwasm.wasi.wasmedge.Guest.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names, of {@link io.jwasm.wasi.TestNetwork}.
 *
 * <pre>
 * memory:   5000 node   5500 service   6000 hints   6100 the list's address   8000 element 0
 *           each element of 28 bytes, its sockaddr of 12, its data of 26 and its name of 30 in 128
 * </pre>
 */
final class NameCallsTest {
  private static final int SUCCESS = 0;
  private static final int ACCES = 2;
  private static final int ILSEQ = 25;
  private static final int NAMETOOLONG = 37;
  private static final int AIADDRFAMILY = 77;
  private static final int AIBADFLAG = 79;
  private static final int AIMEMORY = 82;
  private static final int AINONAME = 84;
  private static final int AISERVICE = 85;

  private static final int PASSIVE = 1;
  private static final int CANONNAME = 2;
  private static final int NUMERICHOST = 4;
  private static final int NUMERICSERV = 8;
  private static final int V4MAPPED = 16;

  private static final int NODE = DATA;
  private static final int SERVICE = 5500;
  private static final int HINTS = 6000;
  private static final int LIST = 6100;
  private static final int ELEMENT = 8000;
  private static final int SLOT = 128;

  private Guest guest;

  @BeforeEach
  void makeGuest() throws Exception {
    guest = new Guest();
    layOut(10);
    hints(0, INET4, STREAM, 1);
  }

  /** As WasmEdge's SDK does: addresses of 14 bytes, and no length of the name. */
  private void layOut(int elements) {
    guest.machine.bytes.putInt(LIST, ELEMENT);
    for (int i = 0; i < elements; i++) {
      int at = ELEMENT + i * SLOT;
      guest.machine.bytes.putInt(at + 12, at + 28);
      guest.machine.bytes.putInt(at + 16, at + 66).putInt(at + 20, 0);
      guest.machine.bytes.putInt(at + 24, i + 1 < elements ? at + SLOT : 0);
      guest.machine.bytes.putInt(at + 32, 14).putInt(at + 36, at + 40);
    }
  }

  private void hints(int flags, int family, int type, int protocol) {
    guest.machine.bytes.putShort(HINTS, (short) flags).put(HINTS + 2, (byte) family);
    guest.machine.bytes.put(HINTS + 3, (byte) type).putInt(HINTS + 4, protocol);
  }

  private long resolve(String node, String service) {
    return resolve(node, service, 10);
  }

  private long resolve(String node, String service, int max) {
    int nodeLength = guest.text(NODE, node);
    int serviceLength = guest.text(SERVICE, service);
    return guest.call(
        "sock_getaddrinfo", NODE, nodeLength, SERVICE, serviceLength, HINTS, LIST, max, RESULT);
  }

  @Test
  void aNameAndAServiceAreAnAddress() {
    assertThat(resolve("one\0", "http\0")).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(1);
    // flags, family, type, protocol, addrlen 16
    assertThat(guest.machine.get(ELEMENT, 12))
        .isEqualTo(new byte[] {0, 0, INET4, STREAM, 1, 0, 0, 0, 16, 0, 0, 0});
    // family, sa_data_len 14
    assertThat(guest.machine.get(ELEMENT + 28, 1)).isEqualTo(new byte[] {INET4});
    assertThat(guest.machine.bytes.getInt(ELEMENT + 32)).isEqualTo(14);
    // port 80, 192.0.2.1
    assertThat(guest.machine.get(ELEMENT + 40, 14))
        .isEqualTo(new byte[] {0, 80, (byte) 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0});
  }

  @Test
  void anAddressOfIpv6Has26Bytes() {
    hints(0, INET6, DGRAM, 0);
    assertThat(resolve("six", "53")).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(ELEMENT, 12))
        .isEqualTo(new byte[] {0, 0, INET6, DGRAM, 2, 0, 0, 0, 28, 0, 0, 0});
    assertThat(guest.machine.bytes.getInt(ELEMENT + 32)).isEqualTo(26);
    byte[] data = new byte[26];
    data[1] = 53;
    data[6] = 0x20;
    data[7] = 1;
    data[8] = 0xd;
    data[9] = (byte) 0xb8;
    data[21] = 6;
    assertThat(guest.machine.get(ELEMENT + 40, 26)).isEqualTo(data);
  }

  @Test
  void everyAddressComesWithEveryType() {
    hints(0, 0, 0, 0);
    assertThat(resolve("two", "7")).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(4);
    int[] lastBytes = {1, 1, 2, 2};
    int[] types = {STREAM, DGRAM, STREAM, DGRAM};
    for (int i = 0; i < 4; i++) {
      assertThat(guest.machine.bytes.get(ELEMENT + i * SLOT + 45)).isEqualTo((byte) lastBytes[i]);
      assertThat(guest.machine.bytes.get(ELEMENT + i * SLOT + 3)).isEqualTo((byte) types[i]);
    }
  }

  @Test
  void aServiceThatOneTypeLacksLeavesTheOther() {
    hints(0, INET4, 0, 0);
    assertThat(resolve("one", "http")).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(1);
    assertThat(resolve("one", "domain")).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(2);
    hints(0, INET4, DGRAM, 0);
    assertThat(resolve("one", "http")).isEqualTo(AISERVICE);
  }

  @Test
  void addressesNeedNoNameServer() {
    assertThat(resolve("203.0.113.7", "65535")).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(ELEMENT + 40, 6))
        .isEqualTo(new byte[] {-1, -1, (byte) 203, 0, 113, 7});
    assertThat(resolve("2001:db8::1", "1")).isEqualTo(AIADDRFAMILY);
    hints(0, INET6, STREAM, 0);
    assertThat(resolve("fe80::1%3", "1")).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(ELEMENT + 40 + 22)).isEqualTo(3); // scope
    assertThat(resolve("203.0.113.7", "1")).isEqualTo(AIADDRFAMILY);
    hints(NUMERICHOST, INET4, STREAM, 0);
    assertThat(resolve("203.0.113.7", "1")).isEqualTo(SUCCESS);
    assertThat(resolve("one", "1")).isEqualTo(AINONAME);
  }

  @Test
  void addressesOfIpv4CanBeMapped() {
    hints(V4MAPPED, INET6, STREAM, 0);
    for (String node : new String[] {"one", "192.0.2.1"}) {
      assertThat(resolve(node, "1")).isEqualTo(SUCCESS);
      assertThat(guest.machine.get(ELEMENT + 56, 6))
          .isEqualTo(new byte[] {-1, -1, (byte) 192, 0, 2, 1});
    }
    assertThat(resolve("six", "1")).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.get(ELEMENT + 46)).isEqualTo((byte) 0x20);
    assertThat(resolve("none", "1")).isEqualTo(AINONAME);
  }

  @Test
  void noNameIsThisMachine() {
    assertThat(resolve("", "80")).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(ELEMENT + 42, 4)).isEqualTo(new byte[] {127, 0, 0, 1});
    hints(PASSIVE, 0, STREAM, 0);
    assertThat(resolve("\0", "80")).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(2);
    assertThat(guest.machine.get(ELEMENT + 42, 4)).isEqualTo(new byte[4]);
    assertThat(guest.machine.bytes.get(ELEMENT + SLOT + 2)).isEqualTo((byte) INET6);
    assertThat(resolve("", "")).isEqualTo(AINONAME);
    assertThat(resolve("one", "")).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getShort(ELEMENT + 40)).isZero();
  }

  @Test
  void theFirstElementHasTheNameThatWasAskedFor() {
    hints(CANONNAME, INET4, STREAM, 0);
    assertThat(resolve("two", "80")).isEqualTo(SUCCESS);
    assertThat(guest.text(ELEMENT + 66, 4)).isEqualTo("two\0");
    assertThat(guest.machine.bytes.getInt(ELEMENT + 20)).isEqualTo(3);
    assertThat(guest.machine.bytes.getInt(ELEMENT + SLOT + 20)).isZero();
    assertThat(resolve("", "80")).isEqualTo(AIBADFLAG);
    guest.machine.bytes.putInt(ELEMENT + 16, 0);
    assertThat(resolve("two", "80")).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(ELEMENT + 20)).isZero();
  }

  @Test
  void aLongNameNeedsRoomThatIsSaid() {
    hints(CANONNAME, INET6, STREAM, 0);
    String node = "2001:0db8:0000:0000:0000:0000:0000:0001";
    assertThat(resolve(node, "80")).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(ELEMENT + 20)).isZero();
    guest.machine.bytes.putInt(ELEMENT + 20, 40);
    assertThat(resolve(node, "80")).isEqualTo(SUCCESS);
    assertThat(guest.text(ELEMENT + 66, 40)).isEqualTo(node + "\0");
    guest.machine.bytes.putInt(ELEMENT + 16, 65_497).putInt(ELEMENT + 20, 40);
    guest.traps("sock_getaddrinfo", NODE, 39, SERVICE, 2, HINTS, LIST, 1, RESULT);
  }

  @ParameterizedTest
  @CsvSource({"none, 84", "slow, 78", "broken, 80"})
  void whyThereIsNoAddressHasANumber(String node, int number) {
    assertThat(resolve(node, "80")).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "128, 1, 2, 0, 79", "32768, 1, 2, 0, 79", "0, 3, 2, 0, 81", "0, -1, 2, 0, 81", "0, 1, 3, 0, 86",
    "0, 1, -1, 0, 86", "0, 1, 2, 2, 86", "0, 1, 1, 1, 86", "0, 1, 0, 3, 86", "0, 1, 0, 1, 0",
    "0, 1, 0, 2, 0", "127, 1, 2, 1, 84"
  })
  void hintsAreChecked(int flags, int family, int type, int protocol, int errno) {
    hints(flags, family, type, protocol);
    assertThat(resolve("one", "80")).isEqualTo(errno);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "99999999999999999999", "nothing", "-1", "8o", "http "})
  void whatIsNoServiceIsAiservice(String service) {
    assertThat(resolve("one", service)).isEqualTo(AISERVICE);
  }

  @Test
  void onlyNumbersWhereNumbersAreWanted() {
    hints(NUMERICSERV, INET4, STREAM, 0);
    assertThat(resolve("one", "http")).isEqualTo(AINONAME);
    assertThat(resolve("one", "80")).isEqualTo(SUCCESS);
  }

  @Test
  void namesHaveALengthAndAreText() {
    assertThat(resolve("n".repeat(256), "80")).isEqualTo(AINONAME);
    assertThat(guest.call("sock_getaddrinfo", 8000, 4096, SERVICE, 1, HINTS, LIST, 10, RESULT))
        .isEqualTo(AINONAME);
    assertThat(guest.call("sock_getaddrinfo", NODE, -1, SERVICE, 1, HINTS, LIST, 10, RESULT))
        .isEqualTo(AINONAME);
    assertThat(guest.call("sock_getaddrinfo", NODE, 3, SERVICE, -1, HINTS, LIST, 10, RESULT))
        .isEqualTo(AINONAME);
    guest.machine.put(NODE, 0xc0, 0xaf);
    assertThat(guest.call("sock_getaddrinfo", NODE, 2, SERVICE, 1, HINTS, LIST, 10, RESULT))
        .isEqualTo(AINONAME);
  }

  @Test
  void onlySoManyElementsAreFilled() {
    hints(0, 0, 0, 0);
    guest.machine.bytes.putInt(ELEMENT + 3 * SLOT, 0x5a5a5a5a);
    assertThat(resolve("two", "7", 3)).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(3);
    assertThat(guest.machine.bytes.getInt(ELEMENT + 3 * SLOT)).isEqualTo(0x5a5a5a5a);
    layOut(2);
    assertThat(resolve("two", "7", 10)).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(2);
    assertThat(resolve("two", "7", -1)).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(2);
    assertThat(resolve("two", "7", 0)).isEqualTo(AIMEMORY);
    guest.machine.bytes.putInt(LIST, 0);
    assertThat(resolve("two", "7", 2)).isEqualTo(AIMEMORY);
  }

  @Test
  void aListThatIsACircleEnds() {
    hints(0, 0, 0, 0);
    guest.machine.bytes.putInt(ELEMENT + 24, ELEMENT);
    assertThat(resolve("two", "7", -1)).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(4);
    assertThat(guest.machine.bytes.get(ELEMENT + 45)).isEqualTo((byte) 2);
  }

  @Test
  void anElementMayHaveNoPlaceForItsAddress() {
    guest.machine.bytes.putInt(ELEMENT + 12, 0);
    assertThat(resolve("one", "80")).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(ELEMENT + 8)).isZero();
  }

  @Test
  void pointersOutsideTheMemoryTrap() {
    guest.text(NODE, "one");
    guest.text(SERVICE, "80");
    String name = "sock_getaddrinfo";
    guest.traps(name, 65534, 3, SERVICE, 2, HINTS, LIST, 10, RESULT);
    guest.traps(name, NODE, 3, 65535, 2, HINTS, LIST, 10, RESULT);
    guest.traps(name, NODE, 3, SERVICE, 2, 65529, LIST, 10, RESULT);
    guest.traps(name, NODE, 3, SERVICE, 2, HINTS, 65533, 10, RESULT);
    guest.traps(name, NODE, 3, SERVICE, 2, HINTS, LIST, 10, 65533);
    guest.machine.bytes.putInt(LIST, 65509);
    guest.traps(name, NODE, 3, SERVICE, 2, HINTS, LIST, 10, RESULT);
    guest.machine.bytes.putInt(LIST, -28);
    guest.traps(name, NODE, 3, SERVICE, 2, HINTS, LIST, 10, RESULT);
    layOut(1);
    guest.machine.bytes.putInt(ELEMENT + 12, 65525);
    guest.traps(name, NODE, 3, SERVICE, 2, HINTS, LIST, 10, RESULT);
    layOut(1);
    guest.machine.bytes.putInt(ELEMENT + 36, 65523);
    guest.traps(name, NODE, 3, SERVICE, 2, HINTS, LIST, 10, RESULT);
    guest.machine.bytes.putInt(ELEMENT + 36, 65522);
    assertThat(guest.call(name, NODE, 3, SERVICE, 2, HINTS, LIST, 10, RESULT)).isEqualTo(SUCCESS);
  }

  @Test
  void aNameThatThePolicyDeniesIsAcces() throws Exception {
    guest = new Guest(new SocketCallsTest.Deny());
    layOut(1);
    hints(0, INET4, STREAM, 0);
    assertThat(resolve("one", "80")).isEqualTo(ACCES);
    assertThat(resolve("192.0.2.1", "80")).isEqualTo(SUCCESS); // connecting is what is denied
  }

  @Test
  void lookUpFillsABufferWithAddresses() {
    int length = guest.text(NODE, "two");
    assertThat(guest.call("sock_lookup_ip", NODE, length, INET4, 9000, 11, RESULT)).isZero();
    assertThat(guest.result()).isEqualTo(2);
    assertThat(guest.machine.get(9000, 9))
        .isEqualTo(new byte[] {(byte) 192, 0, 2, 1, (byte) 192, 0, 2, 2, 0});
    assertThat(guest.call("sock_lookup_ip", NODE, length, INET4, 9000, 7, RESULT)).isZero();
    assertThat(guest.result()).isEqualTo(1);
    assertThat(guest.call("sock_lookup_ip", NODE, length, INET4, 9000, 0, RESULT)).isZero();
    assertThat(guest.result()).isZero();
    length = guest.text(NODE, "six");
    assertThat(guest.call("sock_lookup_ip", NODE, length, INET6, 9000, 16, RESULT)).isZero();
    assertThat(guest.machine.get(9000, 2)).isEqualTo(new byte[] {0x20, 1});
  }

  @ParameterizedTest
  @CsvSource({
    "none, 1, 44",
    "slow, 1, 6",
    "broken, 1, 29",
    "one, 0, 28",
    "one, 3, 28",
    "one, 4, 28"
  })
  void lookUpAnswersErrnos(String node, int family, int errno) {
    int length = guest.text(NODE, node);
    assertThat(guest.call("sock_lookup_ip", NODE, length, family, 9000, 16, RESULT))
        .isEqualTo(errno);
  }

  @Test
  void lookUpChecksItsPointersAndLengths() {
    guest.text(NODE, "one");
    assertThat(guest.call("sock_lookup_ip", NODE, 4096, INET4, 9000, 16, RESULT))
        .isEqualTo(NAMETOOLONG);
    assertThat(guest.call("sock_lookup_ip", NODE, -1, INET4, 9000, 16, RESULT))
        .isEqualTo(NAMETOOLONG);
    guest.traps("sock_lookup_ip", NODE, 3, INET4, 9000, -1, RESULT);
    guest.traps("sock_lookup_ip", NODE, 3, INET4, 65533, 4, RESULT);
    guest.traps("sock_lookup_ip", NODE, 3, INET4, 9000, 4, 65533);
    guest.traps("sock_lookup_ip", 65534, 3, INET4, 9000, 4, RESULT);
    guest.machine.put(NODE, 0xc0, 0xaf);
    assertThat(guest.call("sock_lookup_ip", NODE, 2, INET4, 9000, 4, RESULT)).isEqualTo(ILSEQ);
  }
}
