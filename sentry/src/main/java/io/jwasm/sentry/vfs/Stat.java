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

  /** Returns what is known of a stream: its type, and one name. */
  public static Stat ofStream(FileType type) {
    return new Stat(0, 0, type, 0600, 1, 0, 0, 0, 0, 0, 0);
  }
}
