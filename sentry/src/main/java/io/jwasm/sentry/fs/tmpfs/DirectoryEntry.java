package io.jwasm.sentry.fs.tmpfs;

/** A name in a directory and the file it names. Locks: its directory's. */
final class DirectoryEntry {
  final String name;

  /** Where listings go on after it: rises with every new name, and stays when the file changes. */
  final long cookie;

  /** Null when the name is gone and its place among the others is not used again yet. */
  TmpfsInode inode;

  DirectoryEntry(String name, long cookie, TmpfsInode inode) {
    this.name = name;
    this.cookie = cookie;
    this.inode = inode;
  }
}
