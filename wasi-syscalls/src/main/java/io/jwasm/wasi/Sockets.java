package io.jwasm.wasi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.kernel.Descriptor;
import io.jwasm.sentry.kernel.FdTable;
import io.jwasm.sentry.kernel.Task;
import io.jwasm.sentry.net.Socket;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import io.jwasm.wasi.abi.Rights;

/** Sockets by their descriptors: what preview 1 and its extensions have in common. */
public final class Sockets {
  private Sockets() {}

  /**
   * Returns the socket that a number stands for, for a use that needs these rights.
   *
   * <p>Errors: EBADF; ENOTSOCK; ENOTCAPABLE.
   *
   * @param rights bits of {@link Rights}
   */
  public static Socket get(Task task, int fd, long rights) throws ErrnoException {
    return of(task.fds().get(fd), rights);
  }

  private static Socket of(Descriptor descriptor, long rights) throws ErrnoException {
    if (!(descriptor.file() instanceof Socket socket)) {
      throw Errno.ENOTSOCK.exception();
    }
    descriptor.file(rights);
    return socket;
  }

  /**
   * Makes a socket and returns its descriptor, which may be used for everything.
   *
   * <p>Errors: EMFILE; as {@link io.jwasm.sentry.net.Network#socket}.
   */
  public static int open(Task task, SocketFamily family, SocketType type) throws ErrnoException {
    FdTable fds = task.fds();
    int fd = fds.reserve();
    boolean done = false;
    try {
      fds.install(fd, Descriptor.unlimited(task.network().socket(family, type)));
      done = true;
      return fd;
    } finally {
      if (!done) {
        fds.unreserve(fd);
      }
    }
  }

  /**
   * Takes a connection and returns its descriptor, which may be used for what the listening one
   * passes on. Without a free descriptor the connection stays in the queue.
   *
   * <p>Errors: EBADF; ENOTSOCK; ENOTCAPABLE; EMFILE; as {@link io.jwasm.sentry.net.Network#accept}.
   *
   * <p>Blocking: until there is one.
   *
   * @param statusFlags of {@link io.jwasm.sentry.vfs.OpenFlags}, for the connection
   */
  public static int accept(Task task, int listening, int statusFlags) throws ErrnoException {
    FdTable fds = task.fds();
    Descriptor descriptor = fds.get(listening);
    Socket socket = of(descriptor, Rights.SOCK_ACCEPT);
    int fd = fds.reserve();
    Socket accepted = null;
    boolean done = false;
    try {
      accepted = task.network().accept(task, socket);
      if (statusFlags != 0) {
        accepted.setStatusFlags(statusFlags);
      }
      long rights = descriptor.inheriting();
      fds.install(fd, new Descriptor(accepted, rights, rights));
      done = true;
      return fd;
    } finally {
      if (!done) {
        fds.unreserve(fd);
        if (accepted != null) {
          accepted.drop();
        }
      }
    }
  }
}
