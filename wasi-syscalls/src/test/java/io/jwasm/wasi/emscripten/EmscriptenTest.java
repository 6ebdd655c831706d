package io.jwasm.wasi.emscripten;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.wasi.preview1.Preview1;
import org.junit.jupiter.api.Test;

final class EmscriptenTest {
  private final Syscall notify = new Emscripten().find("env", "emscripten_notify_memory_growth");

  @Test
  void thereIsOneFunctionInTheTableOfWasiPrograms() {
    assertThat(notify.signature()).hasToString("(i32) -> ()");
    assertThat(new Emscripten().find("env", "emscripten_resize_heap")).isNull();
    assertThat(new Emscripten().find("wasi", "emscripten_notify_memory_growth")).isNull();
    assertThat(Preview1.table().signatures("env", "emscripten_notify_memory_growth")).hasSize(1);
    assertThat(Preview1.table().threadEntry("env")).isNull();
  }

  @Test
  void messagesDoNotPromiseAllOfEnv() {
    assertThat(Preview1.table().modules())
        .isEqualTo(
            "wasi_snapshot_preview1, wasi_unstable, wasi.thread-spawn,"
                + " env.emscripten_notify_memory_growth");
  }
}
