package io.jwasm.sentry.vfs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A directory as a walk reached it: its inode, the mount it lies in, and the way back. Linux's
 * {@code struct path}, mount and dentry in one. Nothing is cached: a walk makes them, and an open
 * directory keeps the ones that lead to it.
 */
public final class Dentry {
  private final Dentry parent;
  private final String name;
  private final Inode inode;
  private final Mount mount;
  private final MountPoint point;
  private final boolean namespaceRoot;

  private Dentry(
      Dentry parent,
      String name,
      Inode inode,
      Mount mount,
      MountPoint point,
      boolean namespaceRoot) {
    this.parent = parent;
    this.name = name;
    this.inode = inode;
    this.mount = mount;
    this.point = point;
    this.namespaceRoot = namespaceRoot;
  }

  static Dentry namespaceRoot(Mount mount, MountPoint point) {
    return new Dentry(null, "", mount.root(), mount, point, true);
  }

  Dentry child(String childName, Inode childInode, Mount childMount, MountPoint childPoint) {
    return new Dentry(this, childName, childInode, childMount, childPoint, false);
  }

  /**
   * Returns the directory that is mounted at the first of several components of a path, or null
   * when none is; most files of a container lie in its root or one mount below it.
   */
  Dentry mountedAtFirstOf(String path) {
    int slash = point == null ? -1 : path.indexOf('/');
    MountPoint below = slash < 0 ? null : point.child(path.substring(0, slash));
    Mount covering = below == null ? null : below.mount();
    return covering == null || covering.root().type() != FileType.DIRECTORY
        ? null
        : child(path.substring(0, slash), covering.root(), covering, below);
  }

  /** Returns the same directory for walks from an open file of it. */
  Dentry reopened(Inode newInode) {
    return new Dentry(parent, name, newInode, mount, point, namespaceRoot);
  }

  /** Returns the same directory, out of which no walk leads. */
  Dentry asBoundary() {
    return new Dentry(null, name, inode, mount, point, namespaceRoot);
  }

  /** Returns the directory above, or null where walks end. */
  Dentry parent() {
    return parent;
  }

  /** Returns the name by which the walk came here; empty for the root. */
  String name() {
    return name;
  }

  /** Returns the names that lead here from where walks end, in a list that can be changed. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Dentry at = this; at.parent != null; at = at.parent) {
      names.add(at.name);
    }
    Collections.reverse(names);
    return names;
  }

  /** Returns where walks from here end: the root of the namespace or a preopened directory. */
  Dentry top() {
    Dentry top = this;
    while (top.parent != null) {
      top = top.parent;
    }
    return top;
  }

  Inode inode() {
    return inode;
  }

  Mount mount() {
    return mount;
  }

  /** Returns the place among those that lead to mounts, or null. */
  MountPoint point() {
    return point;
  }

  /** Returns whether this is the root of the namespace, where {@code ..} leads to itself. */
  boolean isNamespaceRoot() {
    return namespaceRoot;
  }
}
