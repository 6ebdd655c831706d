package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "127.0.0.1, 127.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    // RFC 5952, 4.1 to 4.3: no leading zeros, as short as can be, lower case.
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AAAA, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa",
    // 4.2.2: one group of zeros stays.
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    // 4.2.3: the longest run, and of equal ones the first.
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:0, ::",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "0:2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6::, 1:2:3:4:5:6::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    // 5: an IPv4 address in it, where its prefix says so.
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
    "::ffff:c000:201, ::ffff:192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "fe80::1%2, fe80::1%2",
    "fe80::1%0, fe80::1"
  })
  void aTextIsReadAndWrittenAsRfc5952Says(String text, String written) {
    assertThat(IpAddressText.parse(text)).hasToString(written);
    assertThat(IpAddressText.parse(written)).isEqualTo(IpAddressText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.-4",
        "1.2.3.+4",
        "1.2.3.",
        ".1.2.3",
        "01.2.3.4",
        "1.2.3.0x4",
        "1.2.3.4 ",
        "1.2.3.4%1",
        "1.2.3.٤",
        ":",
        ":::",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "1::2::3",
        "::12345",
        "::g",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "1.2.3.4::",
        "1.2.3.4::1",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "fe80::1%",
        "fe80::1%eth0",
        "fe80::1%-1",
        "fe80::1%4294967296",
        "[::1]",
        "localhost"
      })
  void whatIsNoAddressIsNull(String text) {
    assertThat(IpAddressText.parse(text)).isNull();
  }

  @Test
  void aTextOfAnyLengthIsReadAtOnce() {
    assertThat(IpAddressText.parse(":".repeat(1 << 20))).isNull();
    assertThat(IpAddressText.parse("1.".repeat(1 << 20))).isNull();
  }

  @Test
  void bytesOfAnotherLengthAreNoAddress() {
    assertThatThrownBy(() -> IpAddress.of(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
