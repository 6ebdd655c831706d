package io.jwasm.sentry.kernel;

import io.jwasm.sentry.vfs.Caller;

/** Whom a process runs as; the part of Linux's {@code struct cred} that file systems look at. */
public final class Credentials implements Caller {
  private static final int DEFAULT_UMASK = 0022;
  private static final int[] NO_GROUPS = {};

  private final int uid;
  private final int gid;
  private final int[] groups;
  private final int umask;

  /**
   * @param groups additional groups
   * @param umask bits that what it creates does not get
   */
  public Credentials(int uid, int gid, int[] groups, int umask) {
    this.uid = uid;
    this.gid = gid;
    this.groups = groups.clone();
    this.umask = umask;
  }

  /** Returns a user with one group and the usual umask. */
  public static Credentials of(int uid, int gid) {
    return new Credentials(uid, gid, NO_GROUPS, DEFAULT_UMASK);
  }

  @Override
  public int uid() {
    return uid;
  }

  @Override
  public int gid() {
    return gid;
  }

  /** Returns the additional groups. */
  public int[] groups() {
    return groups.clone();
  }

  @Override
  public int umask() {
    return umask;
  }

  @Override
  public boolean inGroup(int group) {
    if (group == gid) {
      return true;
    }
    for (int other : groups) {
      if (other == group) {
        return true;
      }
    }
    return false;
  }
}
