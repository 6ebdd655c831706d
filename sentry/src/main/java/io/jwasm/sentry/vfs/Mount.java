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
  private final String options;

  /**
   * @param root what is seen there; a directory, or a file for a bind mount of a file
   * @param readOnly whether every change through it is refused with EROFS
   * @param source first word of its line in {@code /proc/mounts}
   * @param fsType its file system's name there
   */
  public Mount(Inode root, boolean readOnly, String source, String fsType) {
    this(root, readOnly, source, fsType, "");
  }

  /**
   * As {@link #Mount(Inode, boolean, String, String)}.
   *
   * @param options what its line in {@code /proc/mounts} says after {@code ro} or {@code rw}
   */
  public Mount(Inode root, boolean readOnly, String source, String fsType, String options) {
    this.root = root;
    this.readOnly = readOnly;
    this.source = source;
    this.fsType = fsType;
    this.options = options;
  }

  /** Returns a mount of a part of the same tree, through which nothing can be changed. */
  Mount readOnlyPart(Inode part) {
    return new Mount(part, true, source, fsType, options);
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

  public String options() {
    return options;
  }
}
