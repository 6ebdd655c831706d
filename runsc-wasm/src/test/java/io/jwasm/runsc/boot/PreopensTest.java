package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.sentry.Preopen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreopensTest {
  @Test
  void directoriesHaveTheirPathOrANameOfTheirOwn() throws InvalidSpec {
    assertThat(Preopens.read("/data,.=/work,out=/a=b,/c=d,/e=/f/g=/h"))
        .containsExactly(
            new Preopen("/data", "/data"),
            new Preopen(".", "/work"),
            new Preopen("out", "/a=b"),
            new Preopen("/c=d", "/c=d"),
            new Preopen("/e", "/f/g=/h"));
  }

  @Test
  void emptyTextIsNoDirectoryAndNoTextIsNoSaying() throws InvalidSpec {
    assertThat(Preopens.read("")).isEmpty();
    assertThat(Preopens.read(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "d=data", "=/data", "/a,,/b", ",", "a=", "/a\0b"})
  void anythingElseIsRefused(String annotation) {
    assertThatThrownBy(() -> Preopens.read(annotation))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageStartingWith("annotations[\"io.jwasm.preopens\"]: found \"");
  }

  @Test
  void thousandsOfThemAreRefused() {
    assertThatThrownBy(() -> Preopens.read("/a,".repeat(257)))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("more than 256");
  }
}
