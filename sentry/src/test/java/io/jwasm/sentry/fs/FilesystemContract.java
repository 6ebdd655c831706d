package io.jwasm.sentry.fs;

import io.jwasm.sentry.vfs.Inode;
import org.junit.jupiter.api.BeforeEach;

/** What a program finds in every file system that it can change, whoever keeps the files. */
abstract class FilesystemContract
    implements FileContract,
        DirectoryContract,
        LinkContract,
        RenameContract,
        ListingContract,
        TimesContract,
        PermissionContract {
  private Tree tree;

  /** Returns the root of a file system that is empty and belongs to {@link Tree#ROOT}, 0777. */
  abstract Inode emptyRoot() throws Exception;

  @BeforeEach
  final void makeTree() throws Exception {
    tree = Tree.of(emptyRoot());
  }

  /** True but for file systems whose checks the host makes. */
  @Override
  public boolean checksCallers() {
    return true;
  }

  @Override
  public final Tree tree() {
    return tree;
  }
}
