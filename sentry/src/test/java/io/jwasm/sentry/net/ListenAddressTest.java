package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({
    "tcp:8080, tcp:0.0.0.0:8080",
    "tcp:*:8080, tcp:0.0.0.0:8080",
    "tcp:0.0.0.0:8080, tcp:0.0.0.0:8080",
    "tcp:127.0.0.1:65535, tcp:127.0.0.1:65535",
    "tcp:[::]:80, tcp:[::]:80",
    "tcp:[fe80::1%2]:80, tcp:[fe80::1%2]:80",
    "udp:53, udp:0.0.0.0:53",
    "udp:[::1]:53, udp:[::1]:53",
    "unix:/run/x.sock, unix:/run/x.sock"
  })
  void anEntryIsAnAddress(String entry, String address) throws Exception {
    assertThat(ListenAddress.parse(entry)).hasToString("[" + address + "]");
  }

  @Test
  void aListKeepsItsOrder() throws Exception {
    assertThat(ListenAddress.parse("tcp:80, udp:80 ,unix:/a:b"))
        .hasToString("[tcp:0.0.0.0:80, udp:0.0.0.0:80, unix:/a:b]");
  }

  @Test
  void typesAreThoseOfTheirWords() throws Exception {
    assertThat(ListenAddress.parse("tcp:80,udp:80,unix:/a"))
        .extracting(ListenAddress::type)
        .containsExactly(SocketType.STREAM, SocketType.DGRAM, SocketType.STREAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anEmptyTextIsNoAddress(String text) throws Exception {
    assertThat(ListenAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8080",
        "tcp",
        "tcp:",
        "tcp:0",
        "tcp:65536",
        "tcp:-1",
        "tcp:http",
        "tcp:8080:",
        "tcp::8080",
        "tcp:localhost:8080",
        "tcp:1.2.3:8080",
        "tcp:::8080",
        "tcp:[::1]",
        "tcp:[::1]8080",
        "tcp:[::1:8080",
        "tcp:[]:8080",
        "tcp:[1.2.3.4]:8080",
        "TCP:8080",
        "sctp:8080",
        "unix:",
        "unix:run/x.sock",
        "unix:/a\0b",
        "tcp:80,",
        "tcp:80,,udp:53"
      })
  void whatIsNoAddressIsNamed(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(NetworkConfigException.class)
        .hasMessageStartingWith("found \"")
        .hasMessageNotContainingAny("\0");
  }

  @Test
  void theMessageSaysWhatToWrite() {
    assertThatThrownBy(() -> ListenAddress.parse("tcp:80,web"))
        .hasMessage(
            "found \"web\"; write tcp:PORT, tcp:ADDRESS:PORT, udp:ADDRESS:PORT or unix:/PATH,"
                + " separated by commas");
    assertThatThrownBy(() -> ListenAddress.parse("tcp:localhost:80"))
        .hasMessage(
            "found \"tcp:localhost:80\"; what stands before the port is * or an IPv4 address or an"
                + " IPv6 one in brackets");
    assertThatThrownBy(() -> ListenAddress.parse("tcp:70000"))
        .hasMessage("found \"tcp:70000\"; a port is a number from 1 to 65535");
  }

  @Test
  void anAddressIsListenedAtOnce() {
    assertThatThrownBy(() -> ListenAddress.parse("tcp:80,tcp:*:80"))
        .hasMessage("found \"tcp:*:80\"; the same address is in the list before it");
  }

  @Test
  void aListIsBounded() throws Exception {
    StringBuilder list = new StringBuilder("tcp:1");
    for (int port = 2; port <= ListenAddress.MOST; port++) {
      list.append(",tcp:").append(port);
    }
    assertThat(ListenAddress.parse(list.toString())).hasSize(ListenAddress.MOST);
    assertThatThrownBy(() -> ListenAddress.parse(list + ",udp:1"))
        .hasMessage("found \"udp:1\"; a list has at most 64 addresses");
  }

  @Test
  void aPathHasTheLengthOfASocketName() throws Exception {
    String path = "/" + "p".repeat(SocketAddress.UNIX_PATH_MAX - 1);
    assertThat(ListenAddress.parse("unix:" + path)).hasSize(1);
    assertThatThrownBy(() -> ListenAddress.parse("unix:" + path + "p"))
        .hasMessageEndingWith("...\"; the path has more than 108 bytes");
  }

  @Test
  void aLongListOfNothingIsRefused() {
    String text = String.join(",", Collections.nCopies(100_000, ""));
    assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(NetworkConfigException.class);
  }
}
