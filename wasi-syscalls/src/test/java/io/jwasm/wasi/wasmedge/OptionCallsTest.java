package io.jwasm.wasi.wasmedge;

import static io.jwasm.wasi.wasmedge.Guest.DGRAM;
import static io.jwasm.wasi.wasmedge.Guest.INET4;
import static io.jwasm.wasi.wasmedge.Guest.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptor 0 is a stream, 1 for datagrams; values lie at 6000, their size at 7000. */
final class OptionCallsTest {
  private static final int SUCCESS = 0;
  private static final int CONNREFUSED = 14;
  private static final int INVAL = 28;
  private static final int NOPROTOOPT = 50;
  private static final int VALUE = 6000;
  private static final int SIZE = 7000;
  private static final int REUSEADDR = 0;
  private static final int TYPE = 1;
  private static final int ERROR = 2;
  private static final int SNDBUF = 5;
  private static final int LINGER = 9;
  private static final int RCVTIMEO = 11;
  private static final int SNDTIMEO = 12;
  private static final int ACCEPTCONN = 13;

  private Guest guest;

  @BeforeEach
  void openSockets() throws Exception {
    guest = new Guest();
    guest.open(INET4, STREAM);
    guest.open(INET4, DGRAM);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, REUSE_ADDRESS",
    "0, 4, BROADCAST",
    "0, 7, KEEP_ALIVE",
    "6, 1, NO_DELAY",
    "41, 26, V6_ONLY"
  })
  void flagsAreOnOrOff(int level, int name, SocketOption option) throws Exception {
    guest.machine.bytes.putInt(VALUE, -7);
    assertThat(guest.call("sock_setsockopt", 0, level, name, VALUE, 4)).isEqualTo(SUCCESS);
    assertThat(socket().option(option)).isEqualTo(1);
    assertThat(get(level, name, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(1);
    guest.machine.bytes.putInt(VALUE, 0);
    assertThat(guest.call("sock_setsockopt", 0, level, name, VALUE, 4)).isEqualTo(SUCCESS);
    assertThat(socket().option(option)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"5, SEND_BUFFER", "6, RECEIVE_BUFFER"})
  void buffersHaveASize(int name, SocketOption option) throws Exception {
    guest.machine.bytes.putInt(VALUE, 65_536);
    assertThat(guest.call("sock_setsockopt", 0, 0, name, VALUE, 4)).isEqualTo(SUCCESS);
    assertThat(socket().option(option)).isEqualTo(65_536);
    guest.machine.bytes.putInt(VALUE, -1);
    assertThat(guest.call("sock_setsockopt", 0, 0, name, VALUE, 4)).isEqualTo(INVAL);
    assertThat(get(0, name, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(65_536);
  }

  @ParameterizedTest
  @CsvSource({"11, RECEIVE_TIMEOUT", "12, SEND_TIMEOUT"})
  void timesAreSecondsAndMicroseconds(int name, SocketOption option) throws Exception {
    guest.machine.bytes.putLong(VALUE, 3).putLong(VALUE + 8, 250_000);
    assertThat(guest.call("sock_setsockopt", 0, 0, name, VALUE, 16)).isEqualTo(SUCCESS);
    assertThat(socket().option(option)).isEqualTo(3_250_000_000L);
    guest.machine.bytes.putLong(VALUE, -1).putLong(VALUE + 8, -1);
    assertThat(get(0, name, 16)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getLong(VALUE)).isEqualTo(3);
    assertThat(guest.machine.bytes.getLong(VALUE + 8)).isEqualTo(250_000);
    assertThat(guest.machine.bytes.getInt(SIZE)).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 28",
    "0, -1, 28",
    "0, 1000000, 28",
    "9223372036854775807, 999999, 0",
    "9223372035, 999999, 0",
    "9223372036, 0, 0"
  })
  void strangeTimesAreInvalOrNever(long seconds, long micros, int errno) throws Exception {
    guest.machine.bytes.putLong(VALUE, seconds).putLong(VALUE + 8, micros);
    assertThat(guest.call("sock_setsockopt", 0, 0, SNDTIMEO, VALUE, 16)).isEqualTo(errno);
    assertThat(socket().option(SocketOption.SEND_TIMEOUT)).isNotNegative();
  }

  @Test
  void lingerIsTwoNumbers() throws Exception {
    guest.machine.bytes.putInt(VALUE, 1).putInt(VALUE + 4, 30);
    assertThat(guest.call("sock_setsockopt", 0, 0, LINGER, VALUE, 8)).isEqualTo(SUCCESS);
    assertThat(socket().option(SocketOption.LINGER)).isEqualTo(30);
    assertThat(get(0, LINGER, 8)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(VALUE, 8)).isEqualTo(new byte[] {1, 0, 0, 0, 30, 0, 0, 0});
    guest.machine.bytes.putInt(VALUE, 0);
    assertThat(guest.call("sock_setsockopt", 0, 0, LINGER, VALUE, 8)).isEqualTo(SUCCESS);
    assertThat(socket().option(SocketOption.LINGER)).isEqualTo(-1);
    assertThat(get(0, LINGER, 8)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(VALUE, 8)).isEqualTo(new byte[8]);
    guest.machine.bytes.putInt(VALUE, 1).putInt(VALUE + 4, -1);
    assertThat(guest.call("sock_setsockopt", 0, 0, LINGER, VALUE, 8)).isEqualTo(INVAL);
  }

  @Test
  void theTypeIsWhatItWasOpenedWith() {
    assertThat(get(0, TYPE, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(STREAM);
    guest.machine.bytes.putInt(SIZE, 4);
    assertThat(guest.call("sock_getsockopt", 1, 0, TYPE, VALUE, SIZE)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(DGRAM);
  }

  @Test
  void theErrorOfAConnectHasTheNumberOfWasi() {
    assertThat(guest.machine.call("fd_fdstat_set_flags", 0, 4)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_connect", 0, guest.address(4, 10, 0, 0, 9), 9)).isEqualTo(26);
    assertThat(get(0, ERROR, 0)).isEqualTo(SUCCESS); // no room: nothing is taken away
    assertThat(get(0, ERROR, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(CONNREFUSED);
    assertThat(get(0, ERROR, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isZero();
  }

  @Test
  void aListenerSaysThatItIsOne() {
    assertThat(get(0, ACCEPTCONN, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isZero();
    assertThat(guest.call("sock_bind", 0, guest.address(4), 80)).isEqualTo(SUCCESS);
    assertThat(guest.call("sock_listen", 0, 1)).isEqualTo(SUCCESS);
    assertThat(get(0, ACCEPTCONN, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {TYPE, ERROR, ACCEPTCONN})
  void whatCanOnlyBeAskedIsNoprotoopt(int name) {
    assertThat(guest.call("sock_setsockopt", 0, 0, name, VALUE, 4)).isEqualTo(NOPROTOOPT);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3",
    "0, 8",
    "0, 10",
    "0, 14",
    "0, 15",
    "0, -1",
    "1, 0",
    "6, 0",
    "6, 2",
    "41, 1",
    "-1, 0",
    "2147483647, 2"
  })
  void whatDoesNotExistIsNoprotoopt(int level, int name) {
    assertThat(guest.call("sock_setsockopt", 0, level, name, VALUE, 16)).isEqualTo(NOPROTOOPT);
    assertThat(get(level, name, 16)).isEqualTo(NOPROTOOPT);
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "0, 0", "9, 7", "11, 15", "11, 4", "12, 12"})
  void aShortValueIsInval(int name, int size) {
    assertThat(guest.call("sock_setsockopt", 0, 0, name, VALUE, size)).isEqualTo(INVAL);
  }

  @Test
  void aLongSizeIsThatOfTheValue() {
    // One SDK passes the address of the size to the function that wants the size.
    guest.machine.bytes.putInt(VALUE, 1);
    for (int size : new int[] {5, 60_000, -1}) {
      assertThat(guest.call("sock_setsockopt", 0, 0, REUSEADDR, VALUE, size)).isEqualTo(SUCCESS);
      assertThat(get(0, REUSEADDR, size)).isEqualTo(SUCCESS);
      assertThat(guest.machine.bytes.getInt(SIZE)).isEqualTo(4);
    }
  }

  @Test
  void aShortBufferGetsThatMuchOfTheValue() {
    guest.machine.bytes.putInt(VALUE, 70_000);
    assertThat(guest.call("sock_setsockopt", 0, 0, SNDBUF, VALUE, 4)).isEqualTo(SUCCESS);
    guest.machine.bytes.putInt(VALUE, -1);
    assertThat(get(0, SNDBUF, 2)).isEqualTo(SUCCESS);
    assertThat(guest.machine.get(VALUE, 4)).isEqualTo(new byte[] {0x70, 0x11, -1, -1});
    assertThat(guest.machine.bytes.getInt(SIZE)).isEqualTo(2);
  }

  @Test
  void aSizeMayBePassedItself() {
    guest.machine.bytes.putInt(VALUE, -1).putInt(4, 77);
    assertThat(guest.call("sock_getsockopt", 0, 0, TYPE, VALUE, 4)).isEqualTo(SUCCESS);
    assertThat(guest.machine.bytes.getInt(VALUE)).isEqualTo(STREAM);
    assertThat(guest.machine.bytes.getInt(4)).isEqualTo(77);
  }

  @Test
  void valuesOutsideTheMemoryTrap() {
    guest.traps("sock_setsockopt", 0, 0, REUSEADDR, 65533, 4);
    guest.traps("sock_setsockopt", 0, 0, RCVTIMEO, 65521, 16);
    guest.traps("sock_setsockopt", 0, 0, REUSEADDR, -1, 4);
    guest.traps("sock_getsockopt", 0, 0, REUSEADDR, VALUE, 65533);
    guest.traps("sock_getsockopt", 0, 0, REUSEADDR, VALUE, -4);
    guest.machine.bytes.putInt(SIZE, 16);
    guest.traps("sock_getsockopt", 0, 0, RCVTIMEO, 65521, SIZE);
    assertThat(guest.call("sock_getsockopt", 0, 0, RCVTIMEO, 65520, SIZE)).isEqualTo(SUCCESS);
  }

  private long get(int level, int name, int size) {
    guest.machine.bytes.putInt(SIZE, size);
    return guest.call("sock_getsockopt", 0, level, name, VALUE, SIZE);
  }

  private Socket socket() throws Exception {
    return (Socket) guest.machine.fds.get(0).file();
  }
}
