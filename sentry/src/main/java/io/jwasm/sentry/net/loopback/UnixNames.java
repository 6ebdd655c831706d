package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of the UNIX domain. They look like paths but are in no file system, and gone with the
 * socket that has them.
 *
 * <p>Locks: its own guards everything, and nothing else is taken under it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7)</a>
 */
final class UnixNames {
  private final Map<String, LoopbackSocket> sockets = new HashMap<>();

  /**
   * Gives a socket a name.
   *
   * <p>Errors: EADDRINUSE; EINVAL for none, and one that is too long.
   */
  void bind(LoopbackSocket socket, String path) throws ErrnoException {
    String name = normalized(path);
    synchronized (this) {
      if (sockets.putIfAbsent(name, socket) != null) {
        throw Errno.EADDRINUSE.exception();
      }
    }
  }

  /**
   * Returns who has a name.
   *
   * <p>Errors: ENOENT; EINVAL for none, and one that is too long.
   */
  LoopbackSocket find(String path) throws ErrnoException {
    String name = normalized(path);
    LoopbackSocket found;
    synchronized (this) {
      found = sockets.get(name);
    }
    if (found == null) {
      throw Errno.ENOENT.exception();
    }
    return found;
  }

  /** Takes the name from a socket that was given it. */
  void remove(LoopbackSocket socket, String path) {
    try {
      String name = normalized(path);
      synchronized (this) {
        sockets.remove(name, socket);
      }
    } catch (ErrnoException e) {
      throw new IllegalArgumentException("no name of a socket: " + path, e);
    }
  }

  /** Returns the one spelling of a path that is looked for; there are no links to follow. */
  private static String normalized(String path) throws ErrnoException {
    boolean fits =
        !path.isEmpty()
            && path.length() <= SocketAddress.UNIX_PATH_MAX
            && path.getBytes(StandardCharsets.UTF_8).length <= SocketAddress.UNIX_PATH_MAX;
    if (!fits) {
      throw Errno.EINVAL.exception();
    }
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return String.join("/", names);
  }
}
