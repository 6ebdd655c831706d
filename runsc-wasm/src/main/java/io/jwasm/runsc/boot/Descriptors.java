package io.jwasm.runsc.boot;

/** File descriptors that the launcher opened for the sandbox; the numbers of {@code sandbox.h}. */
final class Descriptors {
  /** The sandbox log. */
  static final int JVM_ERROR = 2;

  /** The guest's stdin; stdout and stderr follow. */
  static final int GUEST_STDIN = 3;

  static final int GUEST_STDOUT = 4;
  static final int GUEST_STDERR = 5;

  /** Socket to the launcher, until the container is created. */
  static final int CONTROL = 6;

  /** FIFO of {@link Orders}. */
  static final int ORDERS = 7;

  /** Memory file of the sentry, a memfd. */
  static final int MEMORY = 8;

  /** /dev/urandom. */
  static final int RANDOM = 9;

  /** config.json as the launcher read it, a sealed memfd. */
  static final int CONFIG = 10;

  /** The file of {@code --log}, to append to, or /dev/null. */
  static final int LOG = 11;

  /** Where {@link SandboxMemory} reports what is used, a memfd of 4096 bytes. */
  static final int USAGE = 12;

  private Descriptors() {}
}
