package io.jwasm.sentry.kernel;

/**
 * A function that the kernel offers to a program.
 *
 * @param module import module of the function
 * @param name its import name
 * @param signature its type
 * @param support how much of it there is
 * @param note a sentence for the user about what is missing, or empty
 * @param handler what runs when the program calls it
 */
public record Syscall(
    String module,
    String name,
    Signature signature,
    Support support,
    String note,
    Handler handler) {

  /** The kernel's side of a call. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers the call on the task's own thread. Values narrower than 64 bits use the low bits, the
     * high bits are undefined.
     *
     * @throws TaskExit when the call does not return to the program
     */
    long call(Task task, long[] args);
  }

  Syscall withHandler(Handler other) {
    return new Syscall(module, name, signature, support, note, other);
  }
}
