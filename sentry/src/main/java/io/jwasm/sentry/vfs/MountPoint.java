package io.jwasm.sentry.vfs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A place in the tree of names at or above a mount. Linux hangs mounts on dentries, which it
 * caches; here the places that lead to mounts are the only names that are kept, so a walk carries
 * one along and loses it where no mount lies below. They stay valid because such a name can be
 * neither removed nor renamed.
 */
final class MountPoint {
  /** In the order of mounting; written while the namespace is built. */
  private final Map<String, MountPoint> children = new LinkedHashMap<>();

  private Mount mount;

  /** Returns what is mounted here, the topmost, or null. */
  Mount mount() {
    return mount;
  }

  /** Puts a mount on top of what is here; what was mounted below goes out of sight. */
  void cover(Mount newMount) {
    mount = newMount;
    children.clear();
  }

  /** Puts a mount on top of one of the same tree; mounts below stay in sight. */
  void replace(Mount newMount) {
    mount = newMount;
  }

  /** Returns the place below, or null when no mount lies there. */
  MountPoint child(String name) {
    return children.isEmpty() ? null : children.get(name);
  }

  MountPoint makeChild(String name) {
    MountPoint child = children.get(name);
    if (child == null) {
      child = new MountPoint();
      children.put(name, child);
    }
    return child;
  }

  Map<String, MountPoint> children() {
    return children;
  }
}
