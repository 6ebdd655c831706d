package io.jwasm.wasi.wasmedge;

/** Why a name was not resolved, as a number of {@link AiErrno}; stackless, it is a result. */
final class AiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int number;

  AiException(int number) {
    super(null, null, false, false);
    this.number = number;
  }

  int number() {
    return number;
  }
}
