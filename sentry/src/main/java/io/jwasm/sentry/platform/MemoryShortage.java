package io.jwasm.sentry.platform;

/** Says which of the sandbox's memories is full, and how it gets more. */
public final class MemoryShortage {
  private static final int MIB_SHIFT = 20;

  private MemoryShortage() {}

  /**
   * Returns the end of a sentence whose subject is what did not fit.
   *
   * @param error by which the JVM reported it
   */
  public static String describe(OutOfMemoryError error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("Metaspace") || message.contains("class space")) {
      return "needs more metaspace than there is; the annotation "
          + ModuleLimit.ANNOTATIONS
          + "metaspace sets it";
    }
    return "needs more heap than there is, which is "
        + (Runtime.getRuntime().maxMemory() >> MIB_SHIFT)
        + " MiB; the annotation "
        + ModuleLimit.ANNOTATIONS
        + "heap and the container's memory limit set it";
  }
}
