package io.jwasm.runsc.boot;

import io.jwasm.runsc.control.FrameType;
import io.jwasm.runsc.control.LauncherChannel;
import java.io.IOException;

/**
 * The hooks {@code prestart} and {@code createRuntime}, which the launcher runs while the sandbox
 * boots. With them docker moves the container's interface into its namespace.
 */
final class RuntimeHooks implements Runnable {
  private final LauncherChannel launcher;

  RuntimeHooks(LauncherChannel launcher) {
    this.launcher = launcher;
  }

  /**
   * Waits until they have run.
   *
   * <p>Errors: {@link LauncherGone}, also when a hook has failed.
   *
   * <p>Blocking: until then.
   */
  @Override
  public void run() {
    try {
      launcher.send(FrameType.NETWORK);
      launcher.answer();
    } catch (IOException e) {
      throw new LauncherGone(e);
    }
  }
}
