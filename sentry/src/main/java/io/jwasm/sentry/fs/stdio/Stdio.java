package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.OpenFlags;

/** Makes the open files of the first three descriptors. */
public final class Stdio {
  private Stdio() {}

  /** Returns standard input. */
  public static FileDescription input(StdioConfig config) {
    return config.fd() < 0
        ? new NullFile()
        : new StdioFile(config.type(), config.fd(), OpenFlags.READ);
  }

  /**
   * Returns the container's terminal, opened once more.
   *
   * @param flags access mode and status flags of {@link OpenFlags}
   */
  public static FileDescription terminal(StdioConfig config, int flags) {
    return new StdioFile(config.type(), config.fd(), flags);
  }

  /** Returns standard output or standard error. */
  public static FileDescription output(StdioConfig config) {
    return config.fd() < 0
        ? new NullFile()
        : new StdioFile(config.type(), config.fd(), OpenFlags.WRITE);
  }
}
