package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.List;

/**
 * Turns a path into an inode, component by component, as {@code path_resolution(7)} says: {@code
 * link/..} is the parent of the link's target, never a lexical shortcut. The only path walker of
 * the kernel.
 *
 * <p>A walk from an open directory obeys the capability rules of WASI on what the program wrote:
 * the path is relative, and its {@code ..} never leave the directory it starts in. What a symbolic
 * link says is resolved against the root of the VFS, as in a {@code chroot}; for a preopened
 * directory that is no part of the root's tree the walk ends at that directory, with ENOTCAPABLE.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/path_resolution.7.html">path_resolution(7)</a>
 */
public final class PathWalker {
  /** What a walk does with a symbolic link as last component. */
  enum LastLink {
    FOLLOW,
    /** Followed only when a slash comes after it. */
    KEEP,
    /** Never followed: the name is meant, and not what it leads to. */
    NAME
  }

  /** Most symbolic links followed in one walk, as in Linux. */
  public static final int MAX_LINKS = 40;

  /** Longest path in bytes or characters, as in Linux, without the terminating NUL. */
  public static final int PATH_MAX = 4095;

  private static final int NAME_MAX = 255;

  private final MountNamespace namespace;
  private final Caller caller;

  public PathWalker(MountNamespace namespace, Caller caller) {
    this.namespace = namespace;
    this.caller = caller;
  }

  /**
   * Returns the inode at an absolute path; a symbolic link as last component is followed. For what
   * the configuration names: at the root, {@code ..} stays there.
   *
   * <p>Errors: ENOENT; ENOTDIR; ELOOP; EACCES; ENAMETOOLONG; EIO.
   */
  public Inode resolve(String path) throws ErrnoException {
    return find(path).inode();
  }

  /**
   * Returns the directory at an absolute path, as the start of other walks.
   *
   * <p>Errors: as {@link #resolve}, and ENOTDIR for every other kind of file.
   */
  public Dentry resolveDirectory(String path) throws ErrnoException {
    return find(path).directoryBelow();
  }

  /** As {@link #resolve}, with what the walk knows of the place. */
  PathTarget find(String path) throws ErrnoException {
    return find(path, LastLink.FOLLOW);
  }

  PathTarget find(String path, LastLink lastLink) throws ErrnoException {
    Walk walk = new Walk(namespace.root(), path);
    walk.typedFrom = path.length();
    return walk.run(lastLink);
  }

  /** Returns the names that lead to an absolute path whose last parts may not exist yet. */
  List<String> place(String path) throws ErrnoException {
    Walk walk = new Walk(namespace.root(), path);
    walk.typedFrom = path.length();
    walk.makesMissing = true;
    return walk.run(LastLink.FOLLOW).names();
  }

  /**
   * Walks a path that a program gave with an open directory.
   *
   * <p>Errors: ENOTCAPABLE for an absolute path and one that leaves the directory; ENOENT for an
   * empty path and when a directory on the way is missing; ENOTDIR; ELOOP; EACCES; ENAMETOOLONG.
   */
  PathTarget walk(Dentry start, String path, LastLink lastLink) throws ErrnoException {
    if (!path.isEmpty() && path.charAt(0) == '/') {
      throw Errno.ENOTCAPABLE.exception();
    }
    return new Walk(start, path).run(lastLink);
  }

  /**
   * Returns whether a path that a program gave stays in the mount that it starts in and below its
   * start, if no symbolic link comes in its way.
   */
  static boolean staysBelow(Dentry start, String path) {
    if (path.isEmpty() || path.charAt(0) == '/' || path.length() > PATH_MAX) {
      return false;
    }
    MountPoint point = start.point();
    int begin = 0;
    while (begin <= path.length()) {
      int slash = path.indexOf('/', begin);
      int end = slash < 0 ? path.length() : slash;
      if (path.startsWith("..", begin) && end - begin == 2) {
        return false;
      }
      if (point != null) {
        point = point.child(path.substring(begin, end));
        if (point != null) {
          return false; // on the way to a mount: rare, and the walk knows what to do
        }
      }
      begin = end + 1;
    }
    return true;
  }

  /** The state of one walk: where it is, and what is left to walk. */
  private final class Walk {
    private final Dentry start;
    private Dentry here;

    /** What is left begins at {@code next}; from {@code typedFrom} on it is what was asked for. */
    private String path;

    private int next;
    private int typedFrom;
    private int linksFollowed;
    private boolean makesMissing;

    Walk(Dentry start, String path) throws ErrnoException {
      if (path.isEmpty()) {
        throw Errno.ENOENT.exception();
      }
      checkLength(path);
      this.start = start;
      this.here = start;
      this.path = path;
    }

    PathTarget run(LastLink lastLink) throws ErrnoException {
      while (skipSlashes()) {
        int begin = next;
        next = endOfName();
        if (isDots(begin)) {
          if (next - begin == 2) {
            leave(begin >= typedFrom);
          }
          continue;
        }
        PathTarget entry = lookup(path.substring(begin, next));
        boolean last = isLast();
        if (entry.isSymlink() && (!last || follows(entry, lastLink))) {
          PathTarget jumped = follow(entry);
          if (jumped == null) {
            continue;
          }
          if (!last) {
            throw Errno.ENOTDIR.exception();
          }
          return jumped;
        } else if (last) {
          return entry;
        } else {
          here = entry.directoryBelow();
        }
      }
      return PathTarget.itself(here);
    }

    private static boolean follows(PathTarget entry, LastLink lastLink) {
      return switch (lastLink) {
        case FOLLOW -> true;
        case KEEP -> entry.hasTrailingSlash();
        case NAME -> false;
      };
    }

    private PathTarget lookup(String name) throws ErrnoException {
      if (name.length() > NAME_MAX) {
        throw Errno.ENAMETOOLONG.exception();
      }
      boolean slash = next < path.length();
      MountPoint point = here.point() == null ? null : here.point().child(name);
      if (point != null && point.mount() != null) {
        Mount mount = point.mount();
        return PathTarget.entry(here, name, mount.root(), mount, point, slash);
      }
      Inode inode = null;
      try {
        inode = here.inode().lookup(caller, name);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
        if (makesMissing || point != null) {
          inode = new EmptyDirectory();
        }
      }
      return PathTarget.entry(here, name, inode, here.mount(), point, slash);
    }

    private void leave(boolean typed) throws ErrnoException {
      if (typed && here == start) {
        throw Errno.ENOTCAPABLE.exception();
      }
      if (here.parent() != null) {
        here = here.parent();
      } else if (!here.isNamespaceRoot()) {
        throw Errno.ENOTCAPABLE.exception();
      }
    }

    /** Returns the file that a link without a path leads to, or goes on where its path begins. */
    private PathTarget follow(PathTarget link) throws ErrnoException {
      if (++linksFollowed > MAX_LINKS) {
        throw Errno.ELOOP.exception();
      }
      PathTarget linked = link.linked();
      if (linked == null) {
        goOn(link.linkTarget());
      }
      return linked;
    }

    private void goOn(String target) throws ErrnoException {
      if (target.isEmpty()) {
        throw Errno.ENOENT.exception();
      }
      checkLength(target);
      if (target.charAt(0) == '/') {
        here = here.top();
        if (!here.isNamespaceRoot()) {
          throw Errno.ENOTCAPABLE.exception();
        }
      }
      int typedLeft = path.length() - Math.max(next, typedFrom);
      path = target + path.substring(next);
      typedFrom = path.length() - typedLeft;
      next = 0;
    }

    private boolean skipSlashes() {
      while (next < path.length() && path.charAt(next) == '/') {
        next++;
      }
      return next < path.length();
    }

    private int endOfName() {
      int slash = path.indexOf('/', next);
      return slash < 0 ? path.length() : slash;
    }

    /** Returns whether the component from {@code begin} on is {@code .} or {@code ..}. */
    private boolean isDots(int begin) {
      int length = next - begin;
      return path.charAt(begin) == '.'
          && (length == 1 || (length == 2 && path.charAt(begin + 1) == '.'));
    }

    /** Returns whether only slashes are left. */
    private boolean isLast() {
      for (int i = next; i < path.length(); i++) {
        if (path.charAt(i) != '/') {
          return false;
        }
      }
      return true;
    }
  }

  private static void checkLength(String path) throws ErrnoException {
    if (path.length() > PATH_MAX) {
      throw Errno.ENAMETOOLONG.exception();
    }
  }
}
