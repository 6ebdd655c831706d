package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers of users and groups: what is no such number is refused, and never taken for another one,
 * for that of root least of all.
 *
 * @see "crun, CVE-2026-30892"
 */
@Tag("security")
@NotOnReference("runc takes some of these for other numbers")
final class UserNumbersTest {
  private static final AtomicInteger TRIED = new AtomicInteger();

  @RegisterExtension final Containers containers = Containers.underTest();

  @AfterAll
  static void report() {
    System.out.println(
        "figure: user and group numbers taken for another: 0 of %d (goal 0)"
            .formatted(TRIED.get()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-0.5",
        "0.5",
        "1000.5",
        "1e-1",
        "4294967295",
        "4294967296",
        "4294968296",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "-4294967296",
        "-9223372036854775809",
        "1e400",
        "1e10",
        "\"0\"",
        "\"1000\"",
        "\"root\"",
        "\"1000:0\"",
        "\"\"",
        "\" 1000\"",
        "\"0x3e8\"",
        "true",
        "[]",
        "[1000]",
        "{}",
        "{\"uid\":1000}",
      })
  void whatIsNoNumberIsRefused(String number) {
    for (String user :
        new String[] {
          "{\"uid\":%s,\"gid\":1000}",
          "{\"uid\":1000,\"gid\":%s}",
          "{\"uid\":1000,\"gid\":1000,\"additionalGids\":[%s]}",
          "{\"uid\":1000,\"gid\":1000,\"additionalGids\":[7,%s,8]}",
        }) {
      TRIED.incrementAndGet();
      Bundle bundle = containers.bundle("hello").setProcess("user", user.formatted(number));
      containers.create(bundle, Scratch.newId()).refused("process.user");
      containers.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"01000", "0x3e8", "1_000", "+1000", "NaN", "Infinity", "1000,", "1000 0"})
  void whatIsNotJsonIsRefused(String number) throws Exception {
    TRIED.incrementAndGet();
    Bundle bundle = containers.bundle("hello").setProcess("user", "{\"uid\":987654,\"gid\":1}");
    String config = java.nio.file.Files.readString(bundle.configFile());
    java.nio.file.Files.writeString(bundle.configFile(), config.replace("987654", number));

    containers.create(bundle, Scratch.newId()).refused("config.json");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "65534, 65534",
    "65536, 65536",
    "2147483648, 2147483648",
    "4294967294, 4294967294",
    "1e3, 1000",
    "1000.0, 1000"
  })
  void aNumberIsThatNumberOrRefused(String number, String expected) {
    TRIED.incrementAndGet();
    String user = "{\"uid\":%1$s,\"gid\":%1$s,\"additionalGids\":[%1$s]}".formatted(number);
    Bundle bundle = containers.bundle("sleep").setProcess("user", user);
    String id = Scratch.newId();
    Outcome outcome = containers.create(bundle, id);
    if (outcome.exit() != 0) {
      outcome.refused("process.user");
      return;
    }

    ProcessStatus status = ProcessStatus.of(containers.pid(id));
    assertThat(status.field("Uid").split(" ", -1)).containsOnly(expected);
    assertThat(status.field("Gid").split(" ", -1)).containsOnly(expected);
    assertThat(status.field("Groups")).isEqualTo(expected);
  }
}
