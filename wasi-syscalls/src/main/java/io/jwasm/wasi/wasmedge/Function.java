package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Support;
import io.jwasm.sentry.kernel.Syscall;

/** A function: its name, the letters of its parameters, a sentence, and what answers it. */
record Function(String name, String params, String note, Syscall.Handler handler) {
  Syscall syscall() {
    return new Syscall(
        WasmEdge.MODULE, name, new Signature(params, "i"), Support.FULL, note, handler);
  }
}
