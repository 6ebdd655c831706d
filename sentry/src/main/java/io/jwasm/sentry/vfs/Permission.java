package io.jwasm.sentry.vfs;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;

/**
 * What the permission bits of a file allow; Linux's {@code generic_permission}. For file systems
 * that the kernel keeps itself: the host checks its own.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/path_resolution.7.html">path_resolution(7)</a>
 */
public final class Permission {
  /** To run a program; in a directory, to look a name up. */
  public static final int EXECUTE = 1;

  public static final int WRITE = 2;
  public static final int READ = 4;

  /** To add, take away and replace entries of a directory. */
  public static final int CHANGE_ENTRIES = WRITE | EXECUTE;

  private static final int STICKY = 01000;
  private static final int OWNER_SHIFT = 6;
  private static final int GROUP_SHIFT = 3;

  private Permission() {}

  /**
   * Checks that the caller has all of the wanted permissions; user 0 has every one.
   *
   * <p>Errors: EACCES.
   */
  public static void check(Caller caller, int uid, int gid, int mode, int wanted)
      throws ErrnoException {
    if (!allows(caller, uid, gid, mode, wanted)) {
      throw Errno.EACCES.exception();
    }
  }

  /** Returns whether the caller has all of the wanted permissions. */
  public static boolean allows(Caller caller, int uid, int gid, int mode, int wanted) {
    if (caller.uid() == 0) {
      return true;
    }
    int bits = mode;
    if (caller.uid() == uid) {
      bits = mode >> OWNER_SHIFT;
    } else if (caller.inGroup(gid)) {
      bits = mode >> GROUP_SHIFT;
    }
    return (bits & wanted) == wanted;
  }

  /** As the other {@link #check}, of a file that is known by its attributes. */
  public static void check(Caller caller, Stat file, int wanted) throws ErrnoException {
    check(caller, file.uid(), file.gid(), file.mode(), wanted);
  }

  /**
   * Checks that the caller may take an entry out of a directory in which it has {@link
   * #CHANGE_ENTRIES}: with the sticky bit only its owner may, and the directory's.
   *
   * <p>Errors: EPERM.
   */
  public static void checkSticky(Caller caller, int directoryUid, int directoryMode, int entryUid)
      throws ErrnoException {
    if ((directoryMode & STICKY) != 0
        && caller.uid() != 0
        && caller.uid() != directoryUid
        && caller.uid() != entryUid) {
      throw Errno.EPERM.exception();
    }
  }

  /**
   * Checks that the caller may set a file's times, as {@code utimensat(2)} says: its owner to any,
   * whoever may write it to the present moment.
   *
   * <p>Errors: EPERM; EACCES.
   */
  public static void checkTimes(Caller caller, Stat file, long atimeNanos, long mtimeNanos)
      throws ErrnoException {
    if (caller.uid() == 0 || caller.uid() == file.uid()) {
      return;
    }
    if (atimeNanos != Timestamp.NOW || mtimeNanos != Timestamp.NOW) {
      throw Errno.EPERM.exception();
    }
    check(caller, file, WRITE);
  }

  /** Returns the permissions that reading, writing and cutting with these flags take. */
  public static int of(int openFlags) {
    return ((openFlags & OpenFlags.READ) != 0 ? READ : 0)
        | ((openFlags & (OpenFlags.WRITE | OpenFlags.TRUNCATE)) != 0 ? WRITE : 0);
  }
}
