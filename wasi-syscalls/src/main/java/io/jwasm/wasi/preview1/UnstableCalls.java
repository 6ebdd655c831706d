package io.jwasm.wasi.preview1;

import io.jwasm.wasi.WasiCall;

/**
 * The functions whose bytes or numbers differ in {@code wasi_unstable}, the import module of 2019.
 *
 * @see <a href="https://github.com/WebAssembly/WASI/blob/main/legacy/preview0/docs.md">preview
 *     0</a>
 */
final class UnstableCalls {
  private UnstableCalls() {}

  /** Returns the older function, or null where nothing has changed since. */
  static WasiCall named(String name) {
    return switch (name) {
      case "fd_filestat_get" -> FdCalls::filestatGetUnstable;
      case "fd_seek" -> FdCalls::seekUnstable;
      case "path_filestat_get" -> PathCalls::filestatGetUnstable;
      case "poll_oneoff" -> PollCalls::oneoffUnstable;
      default -> null;
    };
  }
}
