package io.jwasm.sentry.fs.host;

import static io.jwasm.sentry.fs.host.HostInode.check;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import java.nio.charset.StandardCharsets;

/** Trees of the host: the places of the sandbox's root where the launcher put them. */
public final class HostFilesystem {
  private HostFilesystem() {}

  /**
   * Returns what is at a place, a directory or a file; its descriptor stays open as long as the
   * sandbox lives.
   *
   * @param place absolute path that no guest can change, as {@code /fs/1}
   *     <p>Errors: ENOENT; EACCES; EIO.
   */
  public static Inode at(String place) throws ErrnoException {
    int fd = openPlace(place);
    Inode root = HostInode.lasting(fd, "");
    if (root.type() == FileType.DIRECTORY) {
      return root;
    }
    // A file is opened by its name, so what stays open is the directory that it is in.
    HostKernel.close(fd);
    int slash = place.lastIndexOf('/');
    return HostInode.lasting(
        openPlace(slash == 0 ? "/" : place.substring(0, slash)), place.substring(slash + 1));
  }

  private static int openPlace(String place) throws ErrnoException {
    return check(HostKernel.openPlace(place.getBytes(StandardCharsets.UTF_8)));
  }
}
