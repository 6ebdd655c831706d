package io.jwasm.sentry.kernel;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.FileDescription;

/**
 * A slot of the table of descriptors: an open file and what may be done with it through this
 * number. The rights are those of Capsicum, a set of bits whose meaning the system calls give.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=rights&sektion=4">rights(4)</a>
 */
public final class Descriptor {
  private final FileDescription file;
  private volatile long rights;
  private volatile long inheriting;

  /**
   * @param rights what may be done with the file
   * @param inheriting the most that may be done with what is opened through it
   */
  public Descriptor(FileDescription file, long rights, long inheriting) {
    this.file = file;
    this.rights = rights;
    this.inheriting = inheriting;
  }

  /** Returns a descriptor of which nobody has taken any rights. */
  public static Descriptor unlimited(FileDescription file) {
    return new Descriptor(file, -1, -1);
  }

  public FileDescription file() {
    return file;
  }

  public long rights() {
    return rights;
  }

  public long inheriting() {
    return inheriting;
  }

  /**
   * Returns the file for a use that needs these rights.
   *
   * <p>Errors: ENOTCAPABLE.
   */
  public FileDescription file(long needed) throws ErrnoException {
    if ((rights & needed) != needed) {
      throw Errno.ENOTCAPABLE.exception();
    }
    return file;
  }

  /** Gives up all rights but these; what is given up never comes back. */
  public synchronized void limit(long newRights, long newInheriting) {
    rights &= newRights;
    inheriting &= newInheriting;
  }
}
