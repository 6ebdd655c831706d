package io.jwasm.runsc.container.posix;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;

/**
 * The host's users. Java has no call for the effective ids, and the user data base is more than
 * {@code /etc/passwd}.
 */
public final class Users {
  private Users() {}

  /** Effective user id of this process. */
  public static int effectiveUid() {
    return Native.LIBRARY.geteuid();
  }

  /** Effective group id of this process. */
  public static int effectiveGid() {
    return Native.LIBRARY.getegid();
  }

  /** Name of the user, or {@code #} and the number where it has none, as runc prints it. */
  public static String nameOf(int uid) {
    if (uid == 0) {
      return "root";
    }
    Passwd user = Native.LIBRARY.getpwuid(uid);
    return user == null ? "#" + Integer.toUnsignedString(uid) : user.getLoginName();
  }

  /** Loaded by the first call that needs it: that takes longer than all the rest of a command. */
  private static final class Native {
    static final POSIX LIBRARY = POSIXFactory.getNativePOSIX();
  }
}
