package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"web1", "A_b+c.d-e", "...", "-f", "0"})
  void lettersDigitsAndFourSignsAreAnId(String text) throws Exception {
    assertThat(ContainerId.parse(text).text()).isEqualTo(text);
  }

  /** The names that the launcher's {@code directory_name} gives. */
  @Test
  void directoryIsNamedAfterTheIdOrItsBeginningAndHash() {
    assertThat(new ContainerId("web1").directoryName()).isEqualTo("web1");
    assertThat(new ContainerId("x".repeat(255)).directoryName()).isEqualTo("x".repeat(255));
    assertThat(new ContainerId("x".repeat(256)).directoryName())
        .isEqualTo("x".repeat(200) + "~295fa478294e7725");
    assertThat(new ContainerId("a".repeat(1024)).directoryName())
        .isEqualTo("a".repeat(200) + "~ff4925a7cfa0f725");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a b", "a\0", "ä", "a\n", "../x"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> ContainerId.parse(text))
        .isInstanceOf(Failure.InvalidArgument.class)
        .hasMessageStartingWith("invalid container ID format: ");
  }
}
