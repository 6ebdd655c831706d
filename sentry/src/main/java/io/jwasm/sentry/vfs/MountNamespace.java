package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;

/**
 * The root file system and what is mounted in it. Linux hangs a mount on a dentry; here it hangs on
 * the canonical path of that dentry, which is the same because walking never renames and the walker
 * arrives everywhere by its canonical path.
 */
public final class MountNamespace {
  private final Inode root;
  private final List<Mount> mounts = new ArrayList<>();

  public MountNamespace(Inode root) {
    this.root = root;
  }

  public Inode root() {
    return root;
  }

  /**
   * Mounts a tree. The destination's symbolic links are followed inside the VFS as it is now; parts
   * that do not exist appear as empty directories. A later mount hides an earlier one at its place.
   *
   * <p>Errors: ELOOP; EACCES; ENOTDIR when a part of the destination is a file.
   */
  public void mount(Caller caller, Mount mount) throws ErrnoException {
    String place = new PathWalker(this, caller).canonicalPlace(mount.destination());
    mounts.add(new Mount(place, mount.root()));
  }

  /** Returns what covers the canonical path, or null when nothing does. */
  Inode covering(String canonicalPath) {
    for (int i = mounts.size() - 1; i >= 0; i--) {
      if (mounts.get(i).destination().equals(canonicalPath)) {
        return mounts.get(i).root();
      }
    }
    return null;
  }

  /** Returns true when a mount lies somewhere below the canonical path. */
  boolean leadsToMount(String canonicalPath) {
    String prefix = canonicalPath + "/";
    for (int i = 0; i < mounts.size(); i++) {
      if (mounts.get(i).destination().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
