package io.jwasm.runsc.container.posix;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;

/**
 * The host's users. Java has no call for the effective ids, and the user data base is more than
 * {@code /etc/passwd}.
 */
public final class Users {
  private final POSIX posix = POSIXFactory.getNativePOSIX();

  /** Effective user id of this process. */
  public int effectiveUid() {
    return posix.geteuid();
  }

  /** Effective group id of this process. */
  public int effectiveGid() {
    return posix.getegid();
  }

  /** Name of the user, or {@code #} and the number where it has none, as runc prints it. */
  public String nameOf(int uid) {
    Passwd user = posix.getpwuid(uid);
    return user == null ? "#" + Integer.toUnsignedString(uid) : user.getLoginName();
  }
}
