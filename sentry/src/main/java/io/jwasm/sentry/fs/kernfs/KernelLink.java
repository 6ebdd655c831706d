package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Stat;
import java.nio.charset.StandardCharsets;

/** A symbolic link. */
public final class KernelLink extends Inode {
  private static final int MODE = 0777;

  private final long number;
  private final String target;

  /**
   * @param number its inode number; see {@link KernelNode#number}
   */
  public KernelLink(long number, String target) {
    this.number = number;
    this.target = target;
  }

  @Override
  public FileType type() {
    return FileType.SYMLINK;
  }

  @Override
  public Stat stat() {
    int length = target.getBytes(StandardCharsets.UTF_8).length;
    return KernelNode.stat(number, FileType.SYMLINK, MODE, length);
  }

  @Override
  public String readLink() {
    return target;
  }
}
