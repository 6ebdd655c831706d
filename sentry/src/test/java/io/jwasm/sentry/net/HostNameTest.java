package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "Example.COM., example.com",
    "a, a",
    "my_app-db_1, my_app-db_1",
    "_sip._tcp.example.com, _sip._tcp.example.com",
    "1.example, 1.example",
    "1.2.3.4a, 1.2.3.4a",
    "0xg, 0xg",
    "xn--bcher-kva.example, xn--bcher-kva.example"
  })
  void aNameHasOneForm(String name, String canonical) throws Exception {
    assertThat(HostName.canonical(name)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".a",
        "a..b",
        "a..",
        "-a",
        "a.-b",
        "a b",
        "a/b",
        "a\0b",
        "a\nb",
        "bücher.example",
        "ſ",
        "a:b",
        "*.a",
        "a@b",
        "1",
        "1.2.3.4",
        "127.1",
        "0x7f000001",
        "a.0x",
        "example.1",
        "[a]",
        "%"
      })
  void whatIsNoNameIsInvalid(String name) {
    assertErrno(name, Errno.EINVAL);
  }

  @Test
  void aNameHasALimit() throws Exception {
    String label = "l".repeat(63);
    String longest = label + "." + label + "." + label + "." + "l".repeat(61);
    assertThat(HostName.canonical(longest + ".")).hasSize(HostName.MAX_CHARS);
    assertErrno(longest + "l", Errno.ENAMETOOLONG);
    assertErrno("l".repeat(64), Errno.ENAMETOOLONG);
    assertErrno("a." + "l".repeat(64) + ".b", Errno.ENAMETOOLONG);
    assertErrno("a".repeat(4096), Errno.ENAMETOOLONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "localhost.", "a.localhost", "a.b.localhost."})
  void localhostIsThisMachine(String name) {
    assertThat(HostName.isLocalhost(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "localhost.example", "alocalhost", "localhos", "localhost.."})
  void othersAreNot(String name) {
    assertThat(HostName.isLocalhost(name)).isFalse();
  }

  private static void assertErrno(String name, Errno errno) {
    assertThatThrownBy(() -> HostName.canonical(name))
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
