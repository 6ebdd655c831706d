package io.jwasm.wasi.threads;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.wasi.abi.WasiErrno;
import java.util.List;

/**
 * wasi-threads as a set of system calls. Every thread is an instance of its own over the memory
 * that the program imports.
 *
 * @see <a href="https://github.com/WebAssembly/wasi-threads#design-discussion">wasi-threads</a>
 */
public final class WasiThreads implements SyscallSet {
  /** Import module. */
  public static final String MODULE = "wasi";

  private static final String SPAWN = "thread-spawn";

  @Override
  public List<String> modules() {
    return List.of(MODULE);
  }

  @Override
  public List<String> names() {
    return List.of(SPAWN);
  }

  @Override
  public Syscall find(String module, String name) {
    if (!module.equals(MODULE) || !name.equals(SPAWN)) {
      return null;
    }
    return new Syscall(
        MODULE,
        SPAWN,
        new Signature("i", "i"),
        Support.FULL,
        "Of wasi-threads, imported from `wasi`.",
        WasiThreads::spawn);
  }

  @Override
  public String threadEntry() {
    return "wasi_thread_start";
  }

  /**
   * {@code thread-spawn(start_arg)}: the new thread's number, 2 to 2^29 - 1, or minus an errno;
   * AGAIN when the container may not have more tasks.
   */
  private static long spawn(Task task, long[] args) {
    try {
      return task.spawn((int) args[0]);
    } catch (ErrnoException e) {
      return -WasiErrno.of(e.errno());
    }
  }
}
