package io.jwasm.sentry.fs.kernfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.DirectorySink;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.ReadOnlyDirectory;
import io.jwasm.sentry.vfs.Stat;
import java.nio.charset.StandardCharsets;

/** A directory whose entries the kernel knows. */
public abstract class KernelDirectory extends ReadOnlyDirectory implements OpenDirectory {
  private static final int MODE = 0555;

  /** Cookies 1 and 2 come after {@code .} and {@code ..}. */
  private static final int DOTS = 2;

  private static final byte[] SELF = {'.'};
  private static final byte[] PARENT = {'.', '.'};

  private final long number;

  /**
   * @param number its inode number; see {@link KernelNode#number}
   */
  protected KernelDirectory(long number) {
    this.number = number;
  }

  /** Returns the entry of a name, or null. */
  protected abstract Inode entry(Caller caller, String name) throws ErrnoException;

  /**
   * Returns the first entry in the order of keys whose key is not below {@code key}, or null.
   *
   * @param key 0 or more
   */
  protected abstract Listed listed(Caller caller, int key);

  /**
   * An entry of a listing.
   *
   * @param name its name
   * @param key its place in the order; the same as long as the entry exists
   */
  public record Listed(String name, int key) {}

  /** Returns the inode number of an entry. */
  protected final long number(String name) {
    return KernelNode.number(number, name);
  }

  @Override
  public Stat stat() throws ErrnoException {
    return KernelNode.stat(number, FileType.DIRECTORY, MODE, 0);
  }

  @Override
  public final Inode lookup(Caller caller, String name) throws ErrnoException {
    Inode found = entry(caller, name);
    if (found == null) {
      throw Errno.ENOENT.exception();
    }
    return found;
  }

  @Override
  public final OpenDirectory openDirectory(Caller caller) throws ErrnoException {
    return this;
  }

  @Override
  public final Inode inode() {
    return this;
  }

  @Override
  public final void list(Caller caller, long cookie, DirectorySink sink) throws ErrnoException {
    if (cookie < 0 || cookie > Integer.MAX_VALUE) {
      throw Errno.EINVAL.exception();
    }
    if (cookie < 1 && !sink.entry(SELF, number, FileType.DIRECTORY, 1)) {
      return;
    }
    if (cookie < DOTS && !sink.entry(PARENT, number, FileType.DIRECTORY, DOTS)) {
      return;
    }
    Listed next = listed(caller, (int) Math.max(cookie - DOTS, 0));
    while (next != null) {
      Inode inode = entry(caller, next.name());
      if (inode != null) {
        byte[] name = next.name().getBytes(StandardCharsets.UTF_8);
        long nextCookie = (long) next.key() + 1 + DOTS;
        if (!sink.entry(name, number(next.name()), inode.type(), nextCookie)) {
          return;
        }
      }
      next = listed(caller, next.key() + 1);
    }
  }

  @Override
  public final void close() {}
}
