package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostProcessTest {
  private static final String TAIL =
      " 1 7 7 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 424242 1000 10 0\n";

  @Test
  void startTimeIsField22() {
    assertThat(HostProcess.parse("7 (sleep) S" + TAIL))
        .isEqualTo(Optional.of(new HostProcess('S', 1, 424242)));
  }

  @Test
  void nameWithParenthesesAndSpacesDoesNotShiftTheFields() {
    assertThat(HostProcess.parse("7 (a) Z 9 (b) S" + TAIL))
        .isEqualTo(Optional.of(new HostProcess('S', 1, 424242)));
  }

  @Test
  void cutOffLineIsNoProcess() {
    assertThat(HostProcess.parse("")).isEmpty();
    assertThat(HostProcess.parse("7 (sleep)")).isEmpty();
    assertThat(HostProcess.parse("7 (sleep) S 1 7 7")).isEmpty();
    assertThat(HostProcess.parse("7 (sleep) S" + TAIL.substring(0, TAIL.indexOf(" 1 0 42") + 2)))
        .isEmpty();
  }

  @Test
  void zombieAndDeadAreNotAlive() {
    assertThat(new HostProcess('Z', 1, 1).isAlive()).isFalse();
    assertThat(new HostProcess('X', 1, 1).isAlive()).isFalse();
    assertThat(new HostProcess('T', 1, 1).isAlive()).isTrue();
  }

  /** A sandbox that was taken over can end its first thread and go on in another. */
  @Test
  void zombieWithOtherThreadsIsAlive() {
    assertThat(HostProcess.parse("7 (java) Z" + TAIL.replace(" 20 0 1 0 ", " 20 0 9 0 ")))
        .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
  }

  @Test
  void pidZeroIsNoProcess() {
    assertThat(HostProcess.of(0)).isEmpty();
    assertThat(HostProcess.of(ProcessHandle.current().pid())).isPresent();
  }
}
