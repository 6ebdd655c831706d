package io.jwasm.sentry.fs.overlay;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.tmpfs.TmpfsDirectory;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.Permission;

/**
 * The move of an entry of an overlay: a file is copied up first, and nothing of it shows through
 * after. A directory that is below would have to be copied with all that is in it; that is for the
 * program to do, which is told so by EXDEV.
 */
final class OverlayRename {
  private final Caller caller;
  private final OverlayDirectory source;
  private final String name;
  private final OverlayDirectory target;
  private final String newName;

  OverlayRename(
      Caller caller,
      OverlayDirectory source,
      String name,
      OverlayDirectory target,
      String newName) {
    this.caller = caller;
    this.source = source;
    this.name = name;
    this.target = target;
    this.newName = newName;
  }

  /** With the overlay's lock. */
  void run() throws ErrnoException {
    Inode moved = source.removable(caller, name);
    target.checkAccess(caller, Permission.CHANGE_ENTRIES);
    Inode replaced = target.find(caller, newName);
    if (isSame(moved, replaced)) {
      return; // two names of one file, and both stay
    }
    if (replaced instanceof OverlayDirectory directory
        && source.layers().isWithin(directory.layers())) {
      throw Errno.ENOTEMPTY.exception();
    }
    if (moved instanceof OverlayDirectory directory) {
      checkDirectory(directory, replaced);
    } else if (replaced != null && replaced.type() == FileType.DIRECTORY) {
      throw Errno.EISDIR.exception();
    }
    if (replaced != null) {
      target.removable(caller, newName);
    }
    if (moved instanceof LowerFile file) {
      file.copyUp(caller);
    }
    move(source.hideBelow(caller, name), target.layers().copyUp());
  }

  private static boolean isSame(Inode moved, Inode replaced) throws ErrnoException {
    if (moved instanceof OverlayDirectory one && replaced instanceof OverlayDirectory other) {
      return one.layers().isSame(other.layers());
    }
    if (moved instanceof LowerFile one && replaced instanceof LowerFile other) {
      return one.isSame(other);
    }
    return moved == replaced;
  }

  private void checkDirectory(OverlayDirectory moved, Inode replaced) throws ErrnoException {
    if (target.layers().isWithin(moved.layers())) {
      throw Errno.EINVAL.exception();
    }
    if (replaced instanceof OverlayDirectory victim) {
      victim.checkEmpty(caller);
    } else if (replaced != null) {
      throw Errno.ENOTDIR.exception();
    }
    if (moved.layers().isMerged()) {
      throw Errno.EXDEV.exception();
    }
  }

  /** What is replaced below is hidden after, so that there is always something with its name. */
  private void move(TmpfsDirectory from, TmpfsDirectory to) throws ErrnoException {
    boolean hides = target.findBelow(caller, newName) != null;
    if (hides) {
      to.covered().reserve(newName);
    }
    try {
      from.rename(caller, name, to, newName);
    } catch (ErrnoException e) {
      if (hides) {
        to.covered().unreserve(newName);
      }
      throw e;
    }
    if (hides) {
      to.covered().hide(newName);
    }
  }
}
