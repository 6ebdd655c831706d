package io.jwasm.sentry.fs.host;

import static io.jwasm.sentry.fs.host.HostInode.check;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.host.HostConstants;
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
    Inode root = HostInode.lasting(fd, place, "");
    if (root.type() == FileType.DIRECTORY) {
      return root;
    }
    // A file is opened by its name, so what stays open is the directory that it is in.
    HostKernel.close(fd);
    int slash = place.lastIndexOf('/');
    String directory = place.substring(0, slash);
    return HostInode.lasting(
        openPlace(slash == 0 ? "/" : directory), directory, place.substring(slash + 1));
  }

  /**
   * Returns the number of the device whose node is at a place.
   *
   * <p>Errors: as {@link #at}.
   *
   * @see <a href="https://man7.org/linux/man-pages/man3/makedev.3.html">makedev(3)</a>
   */
  public static long deviceNumber(String place) throws ErrnoException {
    int fd = openPlace(place);
    try {
      long[] words = new long[HostConstants.STAT_WORDS];
      check(HostKernel.fstat(fd, words));
      return words[HostConstants.STAT_RDEV];
    } finally {
      HostKernel.close(fd);
    }
  }

  /** Returns the major part of a device's number. */
  public static long major(long number) {
    return ((number >>> 8) & 0xfff) | ((number >>> 32) & ~0xfffL);
  }

  /** Returns the minor part of a device's number. */
  public static long minor(long number) {
    return (number & 0xff) | ((number >>> 12) & 0xffff_ff00L);
  }

  private static int openPlace(String place) throws ErrnoException {
    return check(HostKernel.openPlace(place.getBytes(StandardCharsets.UTF_8)));
  }
}
