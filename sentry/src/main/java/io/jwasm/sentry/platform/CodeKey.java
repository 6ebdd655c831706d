package io.jwasm.sentry.platform;

/** Names compiled code by everything that it depends on. */
public final class CodeKey {
  private CodeKey() {}

  /**
   * Returns the cache key of a module's code.
   *
   * @param image the module; its limits too, or code that others were allowed would pass them by
   * @param engine engine with its version
   * @param flags what changed the code that it made; bumped by hand with the adapter
   */
  public static String of(ModuleImage image, String engine, String flags) {
    String limits = image.limits().fingerprint();
    return image.sha256()
        + (limits.isEmpty() ? "" : "-" + limits)
        + "-"
        + engine
        + "-"
        + flags
        + "-jdk"
        + System.getProperty("java.vm.version", "unknown").replace('+', '.');
  }
}
