package io.jwasm.sentry.platform;

/** Names compiled code by everything that it depends on. */
public final class CodeKey {
  private CodeKey() {}

  /**
   * Returns the cache key of a module's code.
   *
   * @param sha256 hash of the module's bytes in hex
   * @param engine engine with its version
   * @param flags what changed the code that it made; bumped by hand with the adapter
   */
  public static String of(String sha256, String engine, String flags) {
    return sha256
        + "-"
        + engine
        + "-"
        + flags
        + "-jdk"
        + System.getProperty("java.vm.version", "unknown").replace('+', '.');
  }
}
