package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;
import org.junit.jupiter.api.Test;

final class Preview1Test {
  private static final int NOSYS = 52;

  @Test
  void thereAreFortySixSortedFunctions() {
    assertThat(new Preview1().names()).hasSize(46).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatIsUnsupportedSaysWhyAndAnswersAnErrno() throws Exception {
    Machine machine = new Machine(new Buffer(""));
    for (String name : new Preview1().names()) {
      Syscall call = new Preview1().find(Preview1.SNAPSHOT_1, name);
      if (call.support() != Support.FULL) {
        assertThat(call.note()).as(name).endsWith(".");
      }
      if (call.support() == Support.UNSUPPORTED) {
        assertThat(machine.call(name, new long[9])).as(name).isEqualTo(NOSYS);
      }
    }
  }

  @Test
  void bothImportModulesOfPreview1AreThere() {
    assertThat(new Preview1().find(Preview1.UNSTABLE, "fd_write")).isNotNull();
    assertThat(new Preview1().find("wasi_snapshot_preview2", "fd_write")).isNull();
    assertThat(new Preview1().find(Preview1.SNAPSHOT_1, "fd_dup")).isNull();
  }

  @Test
  void theSupportTableIsMarkdown() {
    assertThat(Preview1.table().markdown())
        .startsWith(
            """
            | Function | Supported | Note |
            |---|---|---|
            | `args_get` | yes |  |
            """)
        .contains("| `path_open` | yes |  |\n");
  }
}
