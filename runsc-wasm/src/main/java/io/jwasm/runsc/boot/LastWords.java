package io.jwasm.runsc.boot;

import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.kernel.ExitStatus;
import java.nio.charset.StandardCharsets;

/**
 * What is said when a container does not end as its program wanted: to the operator everything, to
 * whoever reads the program's stderr one line without a word about the host.
 *
 * <p>Locks: none, and none of the JDK's streams: a thread that died of its stack may have left any
 * of them behind locked.
 *
 * <p>Blocking: a fifth of a second for a stream that nobody reads.
 */
final class LastWords {
  /** The launcher keeps a sandbox log that has this in its last part. */
  static final String INTERNAL_ERROR = "internal error";

  private static final String TO_GUEST =
      "jwasm: " + INTERNAL_ERROR + ": this is a bug of jwasm, not of the program\n";
  private static final String CRASH =
      INTERNAL_ERROR + ": the sandbox's Java crashed; its report is in the sandbox log";

  private final SandboxLog log;

  /** Made while there is memory. */
  private final byte[] noMemoryLogged;

  private final byte[] noMemory =
      bytes("jwasm: " + ExitStatus.Trapped.OUT_OF_MEMORY.reason() + "\n");

  LastWords(SandboxLog log) {
    this.log = log;
    this.noMemoryLogged = bytes(log.line("error", ExitStatus.Trapped.OUT_OF_MEMORY.reason(), null));
  }

  /** Has a crash of the JVM, which can say nothing itself, end with words and a status as well. */
  void prepareCrash() {
    byte[] logged = bytes(log.line("error", CRASH, null));
    HostKernel.lastWords(0, Descriptors.JVM_ERROR, logged);
    HostKernel.lastWords(1, Descriptors.LOG, logged);
    HostKernel.lastWords(2, Descriptors.GUEST_STDERR, bytes(TO_GUEST));
  }

  /** Says how the program ended, if it did not end by itself. */
  void say(ExitStatus status) {
    try {
      // Not a pattern switch: its first use takes 5 ms, and every end of a container comes by.
      if (status instanceof ExitStatus.Trapped trapped) {
        trapped(trapped);
      } else if (status instanceof ExitStatus.Panicked panicked) {
        panicked(panicked.bug());
      }
    } catch (OutOfMemoryError e) {
      SandboxLog.say(Descriptors.JVM_ERROR, noMemoryLogged);
      SandboxLog.say(Descriptors.LOG, noMemoryLogged);
      SandboxLog.say(Descriptors.GUEST_STDERR, noMemory);
    }
  }

  private void trapped(ExitStatus.Trapped trapped) {
    log.error(
        trapped.detail().isEmpty() ? trapped.reason() : trapped.reason() + "; " + trapped.detail());
    SandboxLog.say(Descriptors.GUEST_STDERR, bytes("jwasm: " + trapped.reason() + "\n"));
  }

  private void panicked(Throwable bug) {
    Panic.trace(bug);
    log.error(INTERNAL_ERROR + ": " + bug);
    SandboxLog.say(Descriptors.GUEST_STDERR, bytes(TO_GUEST));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
