package io.jwasm.sentry.vfs;

/**
 * A file system tree that is attached somewhere; Linux's {@code struct mount}. Two mounts are
 * different even when they show the same tree.
 */
public final class Mount {
  private final Inode root;
  private final boolean readOnly;
  private final String source;
  private final String fsType;

  /**
   * @param root what is seen there; a directory, or a file for a bind mount of a file
   * @param readOnly whether every change through it is refused with EROFS
   * @param source first word of its line in {@code /proc/mounts}
   * @param fsType its file system's name there
   */
  public Mount(Inode root, boolean readOnly, String source, String fsType) {
    this.root = root;
    this.readOnly = readOnly;
    this.source = source;
    this.fsType = fsType;
  }

  public Inode root() {
    return root;
  }

  public boolean readOnly() {
    return readOnly;
  }

  public String source() {
    return source;
  }

  public String fsType() {
    return fsType;
  }
}
