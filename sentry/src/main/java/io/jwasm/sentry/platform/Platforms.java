package io.jwasm.sentry.platform;

import java.util.ServiceLoader;

/** Finds a platform by its name. */
public final class Platforms {
  private Platforms() {}

  /**
   * Returns the platform, or null when no provider has one of this name. The built-in platforms are
   * providers like any other, but a caller that knows its class can save the search.
   */
  public static Platform named(String name) {
    for (Platform platform : ServiceLoader.load(Platform.class)) {
      if (platform.name().equals(name)) {
        return platform;
      }
    }
    return null;
  }
}
