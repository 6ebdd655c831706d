package io.jwasm.wasi.emscripten;

import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.kernel.Task;
import java.util.List;

/**
 * What a standalone module of emscripten with {@code ALLOW_MEMORY_GROWTH} imports besides WASI: the
 * function that it calls after each growth of a memory.
 *
 * @see <a
 *     href="https://github.com/emscripten-core/emscripten/blob/main/system/include/emscripten/heap.h">heap.h</a>
 */
public final class Emscripten implements SyscallSet {
  /** Import module. */
  public static final String MODULE = "env";

  private static final String NOTIFY = "emscripten_notify_memory_growth";

  @Override
  public List<String> modules() {
    return List.of(MODULE);
  }

  @Override
  public List<String> names() {
    return List.of(NOTIFY);
  }

  @Override
  public Syscall find(String module, String name) {
    if (!module.equals(MODULE) || !name.equals(NOTIFY)) {
      return null;
    }
    return new Syscall(
        MODULE,
        NOTIFY,
        new Signature("i", ""),
        Support.FULL,
        "Of emscripten, imported from `env`.",
        Emscripten::notifyMemoryGrowth);
  }

  /**
   * {@code emscripten_notify_memory_growth(memory_index)}. An embedder with views of the memory
   * would make them anew; the sentry follows its memories by itself, so that the number, which the
   * program chooses, leads nowhere.
   */
  private static long notifyMemoryGrowth(Task task, long[] args) {
    return 0;
  }
}
