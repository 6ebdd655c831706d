package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.sentry.platform.ModuleLimit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitAnnotationsTest {
  @Test
  void nothingSaidIsTheStandard() throws InvalidSpec {
    LimitAnnotations limits = LimitAnnotations.read(Map.of("io.jwasm.module", "/m", "other", "1"));
    assertThat(limits.module().of(ModuleLimit.FUNCTIONS)).isEqualTo(100_000);
    assertThat(limits.guestStackBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource(ModuleLimit.class)
  void eachLimitOfModulesCanBeSetUpToItsCeiling(ModuleLimit limit) throws InvalidSpec {
    String annotation = "io.jwasm.limit." + limit.key();
    assertThat(read(annotation, "1").module().of(limit)).isEqualTo(1);
    assertThat(read(annotation, Integer.toString(limit.ceiling())).module().of(limit))
        .isEqualTo(limit.ceiling());
    assertThatThrownBy(() -> read(annotation, Long.toString(limit.ceiling() + 1L)))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(
            "annotations[\"%s\"]: found \"%d\"; write a number from 1 to %d",
            annotation, limit.ceiling() + 1L, limit.ceiling());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1e3", "1k", " 1", "99999999999", "0x10", "\u0661"})
  void whatIsNoNumberIsRefused(String value) {
    assertThatThrownBy(() -> read("io.jwasm.limit.functions", value))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("found \"" + value + "\"; write a number from 1 to 1000000");
  }

  @Test
  void theStackIsASizeWithAUnit() throws InvalidSpec {
    assertThat(read("io.jwasm.limit.guest-stack", "1m").guestStackBytes()).isEqualTo(1 << 20);
    assertThat(read("io.jwasm.limit.guest-stack", "1G").guestStackBytes()).isEqualTo(1 << 30);
    assertThat(read("io.jwasm.limit.guest-stack", "262144").guestStackBytes()).isEqualTo(262_144);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "255k", "2g", "9999999999g", "1mb", "1 m", "-1m"})
  void whatIsNoSizeOfAStackIsRefused(String value) {
    assertThatThrownBy(() -> read("io.jwasm.limit.guest-stack", value))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("found \"" + value + "\"; write a size from 256k to 1g");
  }

  @Test
  void theSizesOfTheJvmAreKnownAndTheLaunchersBusiness() throws InvalidSpec {
    assertThat(read("io.jwasm.limit.heap", "64m").module().of(ModuleLimit.TYPES)).isEqualTo(10_000);
  }

  @Test
  void aMistypedLimitIsAnErrorThatNamesTheOthers() {
    assertThatThrownBy(() -> read("io.jwasm.limit.function", "1"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("annotations[\"io.jwasm.limit.function\"]: is no limit; there are")
        .hasMessageContaining(" functions, ")
        .hasMessageContaining(" metaspace, compilation, guest-stack");
  }

  @Test
  void allMistakesAreReported() {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put("io.jwasm.limit.tables", "x");
    annotations.put("io.jwasm.limit.y", "1");
    assertThatThrownBy(() -> LimitAnnotations.read(annotations))
        .hasMessageContaining("io.jwasm.limit.tables")
        .hasMessageContaining("io.jwasm.limit.y");
  }

  private static LimitAnnotations read(String annotation, String value) throws InvalidSpec {
    return LimitAnnotations.read(Map.of(annotation, value));
  }
}
