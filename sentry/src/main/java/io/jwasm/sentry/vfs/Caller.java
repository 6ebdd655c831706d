package io.jwasm.sentry.vfs;

/** What a file system may know of the task that calls it. */
public interface Caller {
  int uid();

  int gid();

  /** Returns whether the group is the caller's own or one of its additional ones. */
  default boolean inGroup(int group) {
    return group == gid();
  }

  /** Bits that are taken from the mode of what the caller creates. */
  default int umask() {
    return 0022;
  }
}
