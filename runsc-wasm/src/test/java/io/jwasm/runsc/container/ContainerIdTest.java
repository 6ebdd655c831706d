package io.jwasm.runsc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"web1", "A_b+c.d-e", "...", "-f", "0"})
  void lettersDigitsAndFourSignsAreAnId(String text) throws Exception {
    assertThat(ContainerId.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a b", "a\0", "ä", "a\n", "../x"})
  void anythingElseIsNone(String text) {
    assertThatThrownBy(() -> ContainerId.parse(text))
        .isInstanceOf(Failure.InvalidArgument.class)
        .hasMessageStartingWith("invalid container ID format: ");
  }
}
