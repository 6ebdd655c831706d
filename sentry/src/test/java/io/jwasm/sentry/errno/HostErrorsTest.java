package io.jwasm.sentry.errno;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostErrorsTest {
  private static final Pattern DEFINE = Pattern.compile("#define\\s+(E\\w+)\\s+(\\d+)\\b.*");

  /** Names and numbers of the machine's own headers. */
  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  @BeforeAll
  static void readTheHeaders() throws IOException {
    for (String header : List.of("errno-base.h", "errno.h")) {
      for (String line : Files.readAllLines(Path.of("/usr/include/asm-generic", header))) {
        Matcher define = DEFINE.matcher(line);
        if (define.matches()) {
          NUMBERS.put(define.group(1), Integer.valueOf(define.group(2)));
        }
      }
    }
    NUMBERS.put("ENOTSUP", NUMBERS.get("EOPNOTSUPP"));
    assertThat(NUMBERS).hasSizeGreaterThan(100);
  }

  @Test
  void numberOfEachErrnoIsTheHeaders() {
    Set<Errno> known = EnumSet.allOf(Errno.class);
    known.remove(Errno.ENOTCAPABLE); // Capsicum's
    for (Errno errno : known) {
      assertThat(HostErrors.fromNumber(NUMBERS.get(errno.name()))).isEqualTo(errno);
    }
  }

  @Test
  void numberWithoutAnErrnoIsEio() {
    for (Map.Entry<String, Integer> define : NUMBERS.entrySet()) {
      Errno errno = HostErrors.fromNumber(define.getValue());
      if (errno != Errno.EIO && errno != Errno.ENOTSUP) {
        assertThat(define.getKey()).isEqualTo(errno.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 41, 58, 134, 4095, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void numberThatIsNoneIsEio(int number) {
    assertThat(HostErrors.fromNumber(number)).isEqualTo(Errno.EIO);
  }

  @Test
  void textsOfJavaNioAreTheSameErrnos() {
    assertThat(HostErrors.toErrno(new IOException("Too many open files in system")))
        .isEqualTo(Errno.ENFILE);
    assertThat(HostErrors.toErrno(new IOException("Connection reset by peer")))
        .isEqualTo(Errno.ECONNRESET);
    assertThat(HostErrors.toErrno(new IOException("Broken pipe"))).isEqualTo(Errno.EPIPE);
    assertThat(HostErrors.toErrno(new IOException())).isEqualTo(Errno.EIO);
  }
}
