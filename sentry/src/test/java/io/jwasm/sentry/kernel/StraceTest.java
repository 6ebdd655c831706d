package io.jwasm.sentry.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.mm.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StraceTest {
  private final List<String> lines = new ArrayList<>();
  private final Syscall.Handler call =
      new Strace(lines::add)
          .wrap(
              new Syscall(
                  "m", "name", new Signature("iI", "i"), Support.FULL, "", (_, args) -> args[0]));

  @Test
  void aCallIsALine() {
    call.call(task(ThreadGroup.LEADER), new long[] {3, 4096});
    assertThat(lines).containsExactly("name(3, 0x1000) = 3");
  }

  @Test
  void aCallOfAnotherThreadNamesIt() {
    call.call(task(17), new long[] {3, -1});
    assertThat(lines).containsExactly("[pid 17] name(3, 0xffffffffffffffff) = 3");
  }

  private static Task task(int tid) {
    return new Task(null, tid, GuestMemory.absent(), null);
  }
}
