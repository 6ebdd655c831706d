package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;

/**
 * The root file system and what is mounted in it. Built before the first program runs and not
 * changed after.
 */
public final class MountNamespace {
  /** A line of {@code /proc/mounts}: what is mounted and where, by its canonical path. */
  public record Entry(String place, Mount mount) {}

  private final MountPoint rootPoint = new MountPoint();
  private final List<Entry> entries = new ArrayList<>();

  public MountNamespace(Mount root) {
    rootPoint.cover(root);
    entries.add(new Entry("/", root));
  }

  /** Returns the root directory, or what is mounted over it. */
  public Dentry root() {
    return Dentry.namespaceRoot(rootPoint.mount(), rootPoint);
  }

  /** Returns all mounts in their order. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /**
   * Mounts a tree. The destination's symbolic links are followed inside the VFS as it is now; parts
   * that do not exist appear as empty directories. A later mount hides an earlier one at its place.
   *
   * <p>Errors: ELOOP; EACCES; ENOTDIR when a part of the destination is a file.
   */
  public void mount(Caller caller, String destination, Mount mount) throws ErrnoException {
    List<String> names = new PathWalker(this, caller).place(destination);
    MountPoint point = rootPoint;
    for (int i = 0; i < names.size(); i++) {
      point = point.makeChild(names.get(i));
    }
    point.cover(mount);
    entries.add(new Entry("/" + String.join("/", names), mount));
  }
}
