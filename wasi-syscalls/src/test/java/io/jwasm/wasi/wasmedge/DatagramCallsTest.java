package io.jwasm.wasi.wasmedge;

import static io.jwasm.wasi.wasmedge.Guest.ADDRESS;
import static io.jwasm.wasi.wasmedge.Guest.BYTES;
import static io.jwasm.wasi.wasmedge.Guest.DATA;
import static io.jwasm.wasi.wasmedge.Guest.DGRAM;
import static io.jwasm.wasi.wasmedge.Guest.FLAGS;
import static io.jwasm.wasi.wasmedge.Guest.INET4;
import static io.jwasm.wasi.wasmedge.Guest.INET6;
import static io.jwasm.wasi.wasmedge.Guest.IOVECS;
import static io.jwasm.wasi.wasmedge.Guest.PORT;
import static io.jwasm.wasi.wasmedge.Guest.RESULT;
import static io.jwasm.wasi.wasmedge.Guest.STREAM;
import static io.jwasm.wasi.wasmedge.Guest.UNIX;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptor 0 is bound to 10.0.0.1:53, 1 to 10.0.0.2:5000; the second has sent "abc". */
@Timeout(60)
final class DatagramCallsTest {
  private static final int SUCCESS = 0;
  private static final int AGAIN = 6;
  private static final int INVAL = 28;
  private static final int NOTCAPABLE = 76;

  private Guest guest;

  @BeforeEach
  void sendADatagram() throws Exception {
    guest = new Guest();
    guest.open(INET4, DGRAM);
    guest.open(INET4, DGRAM);
    assertThat(guest.call("sock_bind", 1, guest.address(4, 10, 0, 0, 2), 5000)).isZero();
    assertThat(guest.call("sock_bind", 0, guest.address(4, 10, 0, 0, 1), 53)).isZero();
    assertThat(send(1, "abc")).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(3);
    guest.machine.bytes.putInt(DATA, 0);
  }

  @Test
  void version2SaysWhoSentIt() {
    guest.address(128);
    guest.iovec(DATA, 10);
    assertThat(guest.callV2("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, PORT, RESULT, FLAGS))
        .isEqualTo(SUCCESS);
    assertThat(guest.text(DATA, guest.result())).isEqualTo("abc");
    assertThat(guest.machine.get(BYTES, 7)).isEqualTo(new byte[] {1, 0, 10, 0, 0, 2, 0});
    assertThat(guest.port()).isEqualTo(5000);
    assertThat(guest.machine.bytes.getShort(FLAGS)).isZero();
  }

  @Test
  void itsSenderCanBeAnsweredFromTheSameBuffer() {
    guest.address(128);
    guest.iovec(DATA, 10);
    assertThat(guest.callV2("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, PORT, RESULT, FLAGS))
        .isEqualTo(SUCCESS);
    guest.data("answer");
    assertThat(guest.call("sock_send_to", 0, IOVECS, 1, ADDRESS, guest.port(), 0, RESULT)).isZero();
    guest.machine.bytes.putLong(DATA, 0);
    assertThat(guest.callV2("sock_recv_from", 1, IOVECS, 1, ADDRESS, 0, PORT, RESULT, FLAGS))
        .isEqualTo(SUCCESS);
    assertThat(guest.text(DATA, 6)).isEqualTo("answer");
    assertThat(guest.port()).isEqualTo(53);
  }

  @Test
  void version1HasTheAddressInFourBytes() {
    guest.address(4, 9, 9, 9, 9, 9);
    assertThat(receiveV1(0)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 5)).isEqualTo(new byte[] {10, 0, 0, 2, 9});
  }

  @Test
  void version1HasThePortToo() {
    guest.address(16, 9, 9, 9, 9, 9, 9, 9, 9, 9);
    assertThat(receiveV1(0)).isEqualTo(SUCCESS);
    // 5000 is 0x1388
    assertThat(guest.machine.get(BYTES, 9))
        .isEqualTo(new byte[] {2, 0, (byte) 0x88, 0x13, 10, 0, 0, 2, 0});
  }

  @Test
  void version1HasAddressesOfIpv6AsTheyAre() {
    int receiver = guest.open(INET6, DGRAM);
    assertThat(guest.call("sock_bind", receiver, guest.address(16, 0x20, 1), 53)).isZero();
    guest.data("x");
    int sender = guest.open(INET6, DGRAM);
    guest.address(16, 0xfe, 0x80, 7);
    assertThat(guest.call("sock_bind", sender, ADDRESS, 99)).isEqualTo(SUCCESS);
    guest.address(16, 0x20, 1);
    assertThat(guest.call("sock_send_to", sender, IOVECS, 1, ADDRESS, 53, 0, RESULT)).isZero();
    guest.address(16);
    assertThat(receiveV1(receiver)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 3)).isEqualTo(new byte[] {(byte) 0xfe, (byte) 0x80, 7});
  }

  @Test
  void aPathHasRoomOnlyInALongBuffer() {
    int receiver = guest.open(UNIX, DGRAM);
    int sender = guest.open(UNIX, DGRAM);
    assertThat(guest.call("sock_bind", sender, guest.path("/s"), 0)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_bind", receiver, guest.path("/r"), 0)).isEqualTo(SUCCESS);
    guest.data("x");
    assertThat(guest.call("sock_send_to", sender, IOVECS, 1, ADDRESS, 0, 0, RESULT)).isZero();
    assertThat(guest.call("sock_send_to", sender, IOVECS, 1, ADDRESS, 0, 0, RESULT)).isZero();
    guest.address(16);
    assertThat(receiveV1(receiver)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 16)).isEqualTo(new byte[16]);
    guest.address(128);
    assertThat(guest.callV2("sock_recv_from", receiver, IOVECS, 1, ADDRESS, 0, PORT, RESULT, FLAGS))
        .isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 5)).isEqualTo(new byte[] {3, 0, '/', 's', 0});
    assertThat(guest.port()).isZero();
  }

  @Test
  void aStreamHasNoSender() {
    int server = guest.open(INET4, STREAM);
    int client = guest.open(INET4, STREAM);
    assertThat(guest.call("sock_bind", server, guest.address(4, 10, 0, 0, 1), 80)).isZero();
    assertThat(guest.call("sock_listen", server, 5)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_connect", client, ADDRESS, 80)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_accept", server, RESULT)).isEqualTo(SUCCESS);
    int connection = guest.result();
    guest.data("x");
    // An address is ignored, as in Linux.
    assertThat(guest.call("sock_send_to", client, IOVECS, 1, ADDRESS, 1, 0, RESULT)).isZero();
    guest.address(128, 9, 9, 9);
    assertThat(
            guest.callV2("sock_recv_from", connection, IOVECS, 1, ADDRESS, 0, PORT, RESULT, FLAGS))
        .isEqualTo(SUCCESS);
    assertThat(guest.machine.get(BYTES, 128)).isEqualTo(new byte[128]);
  }

  @Test
  void aLongDatagramIsTruncatedAndSaysSo() {
    guest.address(128);
    guest.iovec(65535, 1);
    assertThat(guest.callV2("sock_recv_from", 0, IOVECS, 1, ADDRESS, 1, PORT, RESULT, FLAGS))
        .isEqualTo(SUCCESS); // peek
    assertThat(guest.machine.get(65535, 1)).isEqualTo(new byte[] {'a'});
    assertThat(guest.machine.bytes.getShort(FLAGS)).isEqualTo((short) 1);
    assertThat(guest.call("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, RESULT, FLAGS)).isZero();
    assertThat(guest.machine.bytes.getShort(FLAGS)).isEqualTo((short) 1);
    assertThat(guest.machine.call("fd_fdstat_set_flags", 0, 4)).isEqualTo(SUCCESS);
    assertThat(receiveV1(0)).isEqualTo(AGAIN);
  }

  @Test
  void nothingIsLostWhenAResultHasNoPlace() {
    guest.address(128);
    guest.iovec(DATA, 10);
    guest.trapsV2("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, 65533, RESULT, FLAGS);
    guest.trapsV2("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, PORT, 65533, FLAGS);
    guest.trapsV2("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, PORT, RESULT, 65535);
    guest.trapsV2("sock_recv_from", 0, IOVECS, 1, 65529, 0, PORT, RESULT, FLAGS);
    guest.traps("sock_recv_from", 0, 65529, 1, ADDRESS, 0, RESULT, FLAGS);
    guest.describe(65409, 128);
    guest.traps("sock_recv_from", 0, IOVECS, 1, ADDRESS, 0, RESULT, FLAGS);
    guest.traps("sock_send_to", 0, IOVECS, 1, ADDRESS, 53, 0, RESULT);
    guest.traps("sock_send_to", 0, IOVECS, 1, ADDRESS, 53, 0, 65533);
    guest.address(4);
    assertThat(receiveV1(0)).isEqualTo(SUCCESS);
    assertThat(guest.result()).isEqualTo(3);
  }

  @Test
  void flagsAndCountsAreChecked() {
    guest.address(4, 10, 0, 0, 1);
    for (int flags : new int[] {4, 1 << 16, -1}) {
      assertThat(guest.call("sock_recv_from", 0, IOVECS, 1, ADDRESS, flags, RESULT, FLAGS))
          .isEqualTo(INVAL);
    }
    for (int count : new int[] {1025, -1, 0x2000_0000}) {
      assertThat(guest.call("sock_recv_from", 0, IOVECS, count, ADDRESS, 0, RESULT, FLAGS))
          .isEqualTo(INVAL);
      assertThat(guest.call("sock_send_to", 1, IOVECS, count, ADDRESS, 53, 0, RESULT))
          .isEqualTo(INVAL);
    }
    assertThat(guest.call("sock_send_to", 1, IOVECS, 1, ADDRESS, 53, 1, RESULT)).isEqualTo(INVAL);
    assertThat(guest.call("sock_send_to", 1, IOVECS, 1, ADDRESS, 65536, 0, RESULT))
        .isEqualTo(INVAL);
  }

  @Test
  void rightsToReadAndWriteAreNeeded() {
    guest.address(4, 10, 0, 0, 1);
    assertThat(guest.machine.call("fd_fdstat_set_rights", 0, 0x08000000L, 0)).isEqualTo(SUCCESS);
    assertThat(receiveV1(0)).isEqualTo(NOTCAPABLE);
    assertThat(send(0, "x")).isEqualTo(NOTCAPABLE);
  }

  private long send(int fd, String text) {
    return guest.call("sock_send_to", fd, guest.data(text), 1, ADDRESS, 53, 0, RESULT);
  }

  private long receiveV1(int fd) {
    guest.iovec(DATA, 10);
    return guest.call("sock_recv_from", fd, IOVECS, 1, ADDRESS, 0, RESULT, FLAGS);
  }
}
