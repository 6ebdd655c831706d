package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;
import java.util.Random;
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
      if (call.support() == Support.UNSUPPORTED && !name.startsWith("sock_")) {
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

  @Test
  void randomArgumentsNeverBreakTheHost() throws Exception {
    long seed = 20261120;
    Random random = new Random(seed);
    Machine machine = new Machine(new Buffer("x".repeat(1000)), new Buffer(""), new Buffer(""));
    var names = new Preview1().names();
    int calls = 0;
    while (calls < 50_000) {
      String name = names.get(random.nextInt(names.size()));
      if (name.equals("poll_oneoff") && random.nextInt(100) != 0) {
        continue; // most of its subscriptions would sleep
      }
      long[] args = new long[9];
      for (int i = 0; i < args.length; i++) {
        args[i] = argument(random);
      }
      calls++;
      if (name.equals("poll_oneoff")) {
        Thread.currentThread().interrupt(); // as a kill would: nothing sleeps
      }
      try {
        Machine.Result result = machine.tryCall(name, args);
        assertThat(result.errno()).isBetween(0L, 76L);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + " call " + calls + " " + name, e);
      } finally {
        Thread.interrupted();
      }
      refill(machine);
    }
  }

  private static void refill(Machine machine) {
    try {
      machine.fds.get(2);
    } catch (ErrnoException closed) {
      try {
        machine.fds.install(Descriptor.unlimited(new Buffer("y")));
      } catch (ErrnoException full) {
        throw new AssertionError(full);
      }
    }
  }

  private static long argument(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(4);
      case 1 -> random.nextInt(65536);
      case 2 -> 65536 - random.nextInt(64);
      case 3 -> random.nextInt() & 0xffffffffL;
      case 4 -> -1L;
      default -> random.nextLong();
    };
  }
}
