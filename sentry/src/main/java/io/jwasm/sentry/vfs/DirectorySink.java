package io.jwasm.sentry.vfs;

/** Takes the entries of a directory, one by one. */
@FunctionalInterface
public interface DirectorySink {
  /**
   * Takes an entry; false when it wants no more, in which case this one may not have been taken.
   *
   * @param name bytes as the file system has them, valid during the call
   * @param inode number of the file
   * @param type kind of file
   * @param nextCookie where a listing goes on after this entry; not negative
   */
  boolean entry(byte[] name, long inode, FileType type, long nextCookie);
}
