package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.runsc.LauncherSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;
  private static final long MACHINE = 16_384 * MIB;

  @ParameterizedTest(name = "{0} MiB with a heap of {1}: {2}")
  @CsvSource({
    "32, 16, 8",
    "64, 16, 16",
    "128, 40, 40",
    "512, 232, 232",
    "1024, 488, 488",
    "128, 16, 64",
    "128, 96, 32",
    // A limit that came later than the heap.
    "256, 4096, 64",
    // None, and one that is no limit.
    "0, 4096, 12240",
    "-1, 4096, 12240",
    "99999, 4096, 12240"
  })
  void programsGetWhatTheSandboxLeaves(long limit, long heap, long bytes) throws Exception {
    MemoryBudget budget = MemoryBudget.of(Map.of(), MACHINE, heap * MIB);
    assertThat(budget.bytes(limit * MIB)).isEqualTo(bytes * MIB);
  }

  @Test
  void nothingOverflows() throws Exception {
    MemoryBudget budget = MemoryBudget.of(Map.of(), MACHINE, 30 << 20);
    assertThat(budget.bytes(Long.MIN_VALUE)).isEqualTo(budget.bytes(0));
    assertThat(budget.bytes(Long.MAX_VALUE)).isEqualTo(budget.bytes(0));
    assertThat(budget.bytes(1)).isZero();
  }

  @Test
  void theAnnotationWins() throws Exception {
    MemoryBudget budget =
        MemoryBudget.of(Map.of("io.jwasm.memory.limit", "24m"), MACHINE, 16 * MIB);
    assertThat(budget.bytes(512 * MIB)).isEqualTo(24 * MIB);
    assertThat(budget.bytes(0)).isEqualTo(24 * MIB);
  }

  @ParameterizedTest(name = "annotation {0}, container {1}, most {2}: {3} MiB")
  @CsvSource({"24, 512, 16, 16", "24, 512, 64, 24", "24, 512, 25, 24", "24, 64, 64, 24"})
  void theLowestOfAllLimitsCounts(int annotation, long limit, long most, long bytes)
      throws Exception {
    MemoryBudget budget =
        MemoryBudget.of(Map.of("io.jwasm.memory.limit", annotation + "m"), MACHINE, 16 * MIB);
    assertThat(budget.atMost(Long.MAX_VALUE).atMost(most * MIB).bytes(limit * MIB))
        .isEqualTo(bytes * MIB);
  }

  @Test
  void aLimitIsNoShare() throws Exception {
    MemoryBudget budget = MemoryBudget.of(Map.of(), MACHINE, 16 * MIB).atMost(20 * MIB + 1);
    assertThat(budget.bytes(0)).isEqualTo(20 * MIB);
    assertThat(budget.bytes(64 * MIB)).isEqualTo(16 * MIB);
    assertThat(budget.atMost(64 * MIB).bytes(0)).isEqualTo(20 * MIB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "63k", "-1", "24mb", "1025g", "9999999999g", "many"})
  void whatIsNoSizeIsRefused(String value) {
    assertThatThrownBy(
            () -> MemoryBudget.of(Map.of("io.jwasm.memory.limit", value), MACHINE, 16 * MIB))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("io.jwasm.memory.limit")
        .hasMessageContaining("write a size from 64k to 1024g");
  }

  @Test
  void theBaseIsTheLaunchers() throws Exception {
    String base = LauncherSource.read("jvm.c").block("#define JVM_BASE_BYTES ", "\n");
    assertThat(base).contains("(48 * MIB)");
    MemoryBudget budget = MemoryBudget.of(Map.of(), MACHINE, 0);
    assertThat(budget.bytes(1000 * MIB)).isEqualTo(952 * MIB);
  }
}
