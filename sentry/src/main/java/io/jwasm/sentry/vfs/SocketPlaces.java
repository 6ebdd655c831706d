package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.PathWalker.LastLink;
import java.util.List;

/**
 * Names of sockets: between paths as programs see them and the places where the host finds the same
 * files. A path is walked from the root, also without a slash in front.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
public final class SocketPlaces {
  private final MountNamespace namespace;

  SocketPlaces(MountNamespace namespace) {
    this.namespace = namespace;
  }

  /**
   * Returns the place at which the host makes a socket of that name.
   *
   * <p>Errors: EADDRINUSE when there is a file of that name; EROFS; ENOTSUP in a directory that
   * only the sentry has; those of {@link PathWalker#resolveDirectory}.
   */
  public String toBind(Caller caller, String path) throws ErrnoException {
    PathTarget target = new PathWalker(namespace, caller).find(path, LastLink.NAME);
    if (target.exists()) {
      throw Errno.EADDRINUSE.exception();
    }
    target.checkNew();
    String directory = target.directory().inode().place();
    if (directory == null) {
      throw Errno.ENOTSUP.exception();
    }
    return directory + "/" + target.name();
  }

  /**
   * Returns the place of the socket that has that name.
   *
   * <p>Errors: ECONNREFUSED for a file that only the sentry has, behind which nobody is; those of
   * {@link PathWalker#resolve}.
   */
  public String toConnect(Caller caller, String path) throws ErrnoException {
    String place = new PathWalker(namespace, caller).find(path).inode().place();
    if (place == null) {
      throw Errno.ECONNREFUSED.exception();
    }
    return place;
  }

  /**
   * Returns the path by which programs reach a place; empty when none of their mounts shows it. Who
   * sits outside may have chosen a name that only looks like a place of this sandbox.
   */
  public String shown(String place) {
    List<MountNamespace.Entry> entries = namespace.entries();
    for (int i = entries.size() - 1; i >= 0; i--) {
      MountNamespace.Entry entry = entries.get(i);
      String root = entry.mount().root().place();
      if (root != null && (place.equals(root) || place.startsWith(root + "/"))) {
        String mountedAt = entry.place().equals("/") ? "" : entry.place();
        return mountedAt + place.substring(root.length());
      }
    }
    return "";
  }
}
