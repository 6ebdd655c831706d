package io.jwasm.it;

/** What the guests of a runtime are made of. */
enum GuestFormat {
  /** WebAssembly modules from {@code src/test/wat}. */
  WASM,
  /** Static executables from {@code src/test/c/guests}. */
  NATIVE
}
