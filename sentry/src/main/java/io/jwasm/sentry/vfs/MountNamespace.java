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
    pointAt(names).cover(mount);
    entries.add(new Entry("/" + String.join("/", names), mount));
  }

  /**
   * Makes an empty directory appear, which is not listed among the mounts; before the first program
   * runs.
   *
   * <p>Errors: as {@link #mount}.
   */
  void appear(Caller caller, String path) throws ErrnoException {
    pointAt(new PathWalker(this, caller).place(path))
        .cover(new Mount(new EmptyDirectory(), true, "none", "dev"));
  }

  /**
   * Puts nodes into a directory, whatever its file system has under their names, a symbolic link
   * too; they are not listed among the mounts. What is mounted there already stays.
   *
   * <p>Errors: as {@link #mount}.
   *
   * @param names one for each node
   */
  public void attach(Caller caller, String directory, String[] names, Inode[] nodes)
      throws ErrnoException {
    MountPoint point = pointAt(new PathWalker(this, caller).place(directory));
    for (int i = 0; i < names.length; i++) {
      MountPoint child = point.makeChild(names[i]);
      if (child.mount() == null) {
        child.cover(new Mount(nodes[i], false, "none", "dev"));
      }
    }
  }

  /**
   * Covers what is at a path so that it cannot be read: a directory by an empty one, a file by the
   * one given.
   *
   * <p>Errors: as {@link PathWalker#resolve}.
   */
  public void mask(Caller caller, String path, Inode file) throws ErrnoException {
    PathTarget target = new PathWalker(this, caller).find(path);
    Inode cover = target.inode().type() == FileType.DIRECTORY ? new EmptyDirectory() : file;
    Mount mount = new Mount(cover, true, "none", "tmpfs");
    pointAt(target.names()).cover(mount);
    entries.add(new Entry("/" + String.join("/", target.names()), mount));
  }

  /**
   * Makes what is at a path read-only; mounts below it stay what they are.
   *
   * <p>Errors: as {@link PathWalker#resolve}.
   */
  public void makeReadOnly(Caller caller, String path) throws ErrnoException {
    PathTarget target = new PathWalker(this, caller).find(path);
    Mount mount = target.mount().readOnlyPart(target.inode().lasting());
    pointAt(target.names()).replace(mount);
    entries.add(new Entry("/" + String.join("/", target.names()), mount));
  }

  private MountPoint pointAt(List<String> names) {
    MountPoint point = rootPoint;
    for (int i = 0; i < names.size(); i++) {
      point = point.makeChild(names.get(i));
    }
    return point;
  }
}
