package io.jwasm.sentry.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.kernel.Signal.DefaultAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalTest {
  @ParameterizedTest
  @CsvSource({
    "10, 10",
    "USR1, 10",
    "SIGUSR1, 10",
    "sigusr1, 10",
    "TERM, 15",
    "9, 9",
    "KILL, 9",
    "CLD, 17",
    "IOT, 6",
    "POLL, 29",
    "RTMIN, 34",
    "SIGRTMIN+3, 37",
    "RTMAX-1, 63",
    "SIGRTMAX, 64",
    "32, 32"
  })
  void namesAndNumbersAreParsed(String text, int number) throws Exception {
    assertThat(Signal.parse(text)).isEqualTo(new Signal(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "65",
        "-1",
        "SIG",
        "FOO",
        "RTMIN+31",
        "RTMAX-31",
        "RTMIN+-1",
        "1x",
        "SIG9x"
      })
  void whatIsNoSignalIsEinval(String text) {
    assertThatThrownBy(() -> Signal.parse(text)).isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void everySignalParsesItsOwnName() throws Exception {
    for (int number = 1; number <= 64; number++) {
      Signal signal = new Signal(number);
      if (number != 32 && number != 33) { // glibc's own; they have a number only
        assertThat(Signal.parse(signal.signalName())).isEqualTo(signal);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, TERMINATE", "3, CORE", "6, CORE", "9, TERMINATE", "11, CORE", "13, TERMINATE",
    "15, TERMINATE", "17, IGNORE", "18, CONTINUE", "19, STOP", "20, STOP", "23, IGNORE",
    "28, IGNORE", "29, TERMINATE", "31, CORE", "34, TERMINATE", "64, TERMINATE"
  })
  void defaultActionsAreLinux(int number, DefaultAction action) {
    assertThat(new Signal(number).defaultAction()).isEqualTo(action);
  }

  @Test
  void statusesAreTheShells() {
    assertThat(new ExitStatus.Exited(256 + 42).status()).isEqualTo(42);
    assertThat(new ExitStatus.Exited(-1).status()).isEqualTo(255);
    assertThat(new ExitStatus.Signaled(Signal.SIGKILL).status()).isEqualTo(137);
    assertThat(new ExitStatus.Trapped("unreachable").status()).isEqualTo(134);
  }
}
