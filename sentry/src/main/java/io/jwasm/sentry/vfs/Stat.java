package io.jwasm.sentry.vfs;

/**
 * What {@code stat} tells of a file.
 *
 * @param device number of its file system
 * @param inode number of the file in it
 * @param type kind of file
 * @param mode permission bits, set-id bits and sticky bit; no type
 * @param links number of names
 * @param uid owner
 * @param gid group
 * @param sizeBytes content in bytes, or the length of a link's target
 * @param atimeNanos last access, nanoseconds since 1970
 * @param mtimeNanos last change of the content
 * @param ctimeNanos last change of anything
 * @see <a href="https://man7.org/linux/man-pages/man3/stat.3type.html">stat(3type)</a>
 */
public record Stat(
    long device,
    long inode,
    FileType type,
    int mode,
    long links,
    int uid,
    int gid,
    long sizeBytes,
    long atimeNanos,
    long mtimeNanos,
    long ctimeNanos) {

  /** Permission bits of others; those of the group and of the owner stand above them. */
  public static final int MAY_READ = 4;

  public static final int MAY_WRITE = 2;
  public static final int MAY_EXECUTE = 1;

  /**
   * Returns whether the permission bits let a caller do all of the wanted things, as Linux's {@code
   * generic_permission} does. User 0 may read and write everything.
   *
   * @param wanted of {@link #MAY_READ}, {@link #MAY_WRITE} and {@link #MAY_EXECUTE}
   */
  public boolean permits(Caller caller, int wanted) {
    if (caller.uid() == 0) {
      return (wanted & MAY_EXECUTE) == 0 || type == FileType.DIRECTORY || (mode & 0111) != 0;
    }
    int bits = mode;
    if (caller.uid() == uid) {
      bits = mode >> 6;
    } else if (caller.inGroup(gid)) {
      bits = mode >> 3;
    }
    return (bits & wanted) == wanted;
  }

  /** Returns what is known of a stream: its type, and one name. */
  public static Stat ofStream(FileType type) {
    return new Stat(0, 0, type, 0600, 1, 0, 0, 0, 0, 0, 0);
  }
}
