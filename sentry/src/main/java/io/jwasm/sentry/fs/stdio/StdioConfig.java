package io.jwasm.sentry.fs.stdio;

import io.jwasm.sentry.vfs.FileType;

/**
 * One of the program's first three descriptors.
 *
 * @param fd number of the inherited descriptor, or -1 when the container has none
 * @param type what {@code fstat} says about it; a character device only when it is a terminal
 */
public record StdioConfig(int fd, FileType type) {
  /** Returns a stream that is not there: reads end at once, writes go nowhere. */
  public static StdioConfig absent() {
    return new StdioConfig(-1, FileType.CHARACTER_DEVICE);
  }
}
