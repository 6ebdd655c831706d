package io.jwasm.runsc.boot;

/** The launcher ended before the container was created: nobody waits for this sandbox any more. */
final class LauncherGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LauncherGone(Throwable cause) {
    super("the launcher is gone", cause);
  }
}
