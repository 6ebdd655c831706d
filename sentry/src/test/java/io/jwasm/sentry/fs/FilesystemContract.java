package io.jwasm.sentry.fs;

import io.jwasm.sentry.vfs.Inode;
import org.junit.jupiter.api.BeforeEach;

/** What a program finds in every file system that it can change, whoever keeps the files. */
abstract class FilesystemContract implements FileContract {
  private Tree tree;

  /** Returns the root of a file system that is empty and belongs to {@link Tree#ROOT}, 0777. */
  abstract Inode emptyRoot() throws Exception;

  @BeforeEach
  final void makeTree() throws Exception {
    tree = Tree.of(emptyRoot());
  }

  @Override
  public final Tree tree() {
    return tree;
  }
}
