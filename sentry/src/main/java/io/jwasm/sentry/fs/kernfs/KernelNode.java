package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Stat;

/** Numbers and {@code stat} of nodes that are made anew for each look-up. */
public final class KernelNode {
  private static final long NUMBERS = (1L << 48) - 1;
  private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

  private KernelNode() {}

  /** Returns the inode number of an entry: by its path, so that it is always the same. */
  public static long number(long directory, String name) {
    long mixed = ((directory * MULTIPLIER) ^ name.hashCode()) * MULTIPLIER;
    return (mixed & NUMBERS) | 1;
  }

  static Stat stat(long inode, FileType type, int mode, long sizeBytes) {
    int links = type == FileType.DIRECTORY ? 2 : 1;
    return new Stat(0, inode, type, mode, links, 0, 0, sizeBytes, 0, 0, 0);
  }
}
