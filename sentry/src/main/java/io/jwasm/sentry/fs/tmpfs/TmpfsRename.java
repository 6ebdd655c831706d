package io.jwasm.sentry.fs.tmpfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.Permission;

/**
 * The move of an entry, with all that {@code rename(2)} says of it.
 *
 * <p>Locks: between two directories the one on renames, then the directories, the one above first;
 * with it, nobody else holds two directories of which none lies in the other. What is replaced is
 * locked last, inside its directory.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/rename.2.html">rename(2)</a>
 * @see <a href="https://docs.kernel.org/filesystems/directory-locking.html">directory locking</a>
 */
final class TmpfsRename {
  private final Caller caller;
  private final TmpfsDirectory source;
  private final String name;
  private final TmpfsDirectory target;
  private final String newName;

  TmpfsRename(
      Caller caller, TmpfsDirectory source, String name, TmpfsDirectory target, String newName) {
    this.caller = caller;
    this.source = source;
    this.name = name;
    this.target = target;
    this.newName = newName;
  }

  void run() throws ErrnoException {
    if (source == target) {
      synchronized (source) {
        move();
      }
      return;
    }
    synchronized (source.fs().renames()) {
      boolean sourceFirst = target.isWithin(source);
      TmpfsDirectory first = sourceFirst ? source : target;
      TmpfsDirectory second = sourceFirst ? target : source;
      synchronized (first) {
        synchronized (second) {
          move();
        }
      }
    }
  }

  private void move() throws ErrnoException {
    DirectoryEntry moved = source.entry(name);
    if (moved == null) {
      throw Errno.ENOENT.exception();
    }
    DirectoryEntry replaced = target.entry(newName);
    checkTree(moved.inode, replaced);
    if (replaced != null && replaced.inode == moved.inode) {
      return; // two names of one file, and both stay
    }
    source.removable(caller, name);
    if (source != target && moved.inode instanceof TmpfsDirectory directory) {
      directory.checkAccess(caller, Permission.WRITE); // its ".." changes
    }
    if (replaced == null) {
      target.reserve(caller, newName);
      target.add(newName, moved.inode);
    } else {
      replace(moved.inode, replaced);
    }
    TmpfsInode inode = moved.inode;
    source.remove(moved);
    if (source != target && inode instanceof TmpfsDirectory directory) {
      directory.moved(target);
    }
  }

  /** No directory gets below itself, and what would be replaced by it is not empty. */
  private void checkTree(TmpfsInode inode, DirectoryEntry replaced) throws ErrnoException {
    if (source == target) {
      return;
    }
    if (inode instanceof TmpfsDirectory directory && target.isWithin(directory)) {
      throw Errno.EINVAL.exception();
    }
    if (replaced != null
        && replaced.inode instanceof TmpfsDirectory directory
        && source.isWithin(directory)) {
      throw Errno.ENOTEMPTY.exception();
    }
  }

  private void replace(TmpfsInode inode, DirectoryEntry replaced) throws ErrnoException {
    target.removable(caller, newName);
    if (inode instanceof TmpfsDirectory) {
      if (!(replaced.inode instanceof TmpfsDirectory victim)) {
        throw Errno.ENOTDIR.exception();
      }
      victim.retire();
      target.removeLink(); // the victim's ".."
    } else if (replaced.inode instanceof TmpfsDirectory) {
      throw Errno.EISDIR.exception();
    }
    target.replace(replaced, inode);
  }
}
