package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a path into an inode, component by component, as {@code path_resolution(7)} says: symbolic
 * links are resolved against the root of the VFS, {@code ..} at the root stays there, and {@code
 * link/..} is the parent of the link's target, never a lexical shortcut. The only path walker of
 * the kernel.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/path_resolution.7.html">path_resolution(7)</a>
 */
public final class PathWalker {
  /** Most symbolic links followed in one walk, as in Linux. */
  public static final int MAX_LINKS = 40;

  /** Longest path in bytes or characters, as in Linux, without the terminating NUL. */
  public static final int PATH_MAX = 4095;

  private final MountNamespace namespace;
  private final Caller caller;

  public PathWalker(MountNamespace namespace, Caller caller) {
    this.namespace = namespace;
    this.caller = caller;
  }

  /**
   * Returns the inode at an absolute path; a symbolic link as last component is followed.
   *
   * <p>Errors: ENOENT; ENOTDIR; ELOOP; EACCES; ENAMETOOLONG; EIO.
   */
  public Inode resolve(String path) throws ErrnoException {
    Walk walk = new Walk();
    walk.run(path);
    return walk.here();
  }

  /** Returns the canonical form of a path whose last parts may not exist yet. */
  String canonicalPlace(String path) throws ErrnoException {
    Walk walk = new Walk();
    walk.makesMissing = true;
    walk.run(path);
    return walk.canonicalPath();
  }

  /** The state of one walk: where it is, and what is left to walk. */
  private final class Walk {
    /** Names from the root to here, and the inodes they led to; the root itself is not in them. */
    private final List<String> names = new ArrayList<>();

    private final List<Inode> inodes = new ArrayList<>();
    private final ArrayDeque<String> ahead = new ArrayDeque<>();
    private int linksFollowed;
    private boolean makesMissing;

    void run(String path) throws ErrnoException {
      if (path.isEmpty()) {
        throw Errno.ENOENT.exception();
      }
      prepend(path);
      while (!ahead.isEmpty()) {
        step(ahead.pop());
      }
    }

    Inode here() {
      if (!inodes.isEmpty()) {
        return inodes.getLast();
      }
      Inode covering = namespace.covering("/");
      return covering == null ? namespace.root() : covering;
    }

    private void step(String name) throws ErrnoException {
      if (here().type() != FileType.DIRECTORY) {
        throw Errno.ENOTDIR.exception();
      }
      switch (name) {
        case "", "." -> {}
        case ".." -> leave();
        default -> enter(name);
      }
    }

    private void leave() {
      if (!names.isEmpty()) {
        names.removeLast();
        inodes.removeLast();
      }
    }

    private void enter(String name) throws ErrnoException {
      Inode next = child(name);
      if (next.type() == FileType.SYMLINK) {
        follow(next.readLink());
        return;
      }
      names.add(name);
      inodes.add(next);
    }

    private Inode child(String name) throws ErrnoException {
      String path = canonicalPath(name);
      Inode covering = namespace.covering(path);
      if (covering != null) {
        return covering;
      }
      try {
        return here().lookup(caller, name);
      } catch (ErrnoException e) {
        if (e.errno() == Errno.ENOENT && (makesMissing || namespace.leadsToMount(path))) {
          return new EmptyDirectory();
        }
        throw e;
      }
    }

    private void follow(String target) throws ErrnoException {
      if (++linksFollowed > MAX_LINKS) {
        throw Errno.ELOOP.exception();
      }
      if (target.isEmpty()) {
        throw Errno.ENOENT.exception();
      }
      if (target.charAt(0) == '/') {
        names.clear();
        inodes.clear();
      }
      prepend(target);
    }

    /** Puts the components before what is left; a trailing slash leaves an empty last component. */
    private void prepend(String path) throws ErrnoException {
      if (path.length() > PATH_MAX) {
        throw Errno.ENAMETOOLONG.exception();
      }
      int end = path.length();
      while (end >= 0) {
        int slash = path.lastIndexOf('/', end - 1);
        ahead.push(path.substring(slash + 1, end));
        end = slash;
      }
    }

    private String canonicalPath(String lastName) {
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < names.size(); i++) {
        path.append('/').append(names.get(i));
      }
      return path.append('/').append(lastName).toString();
    }

    private String canonicalPath() {
      if (names.isEmpty()) {
        return "/";
      }
      String last = names.removeLast();
      String path = canonicalPath(last);
      names.add(last);
      return path;
    }
  }
}
