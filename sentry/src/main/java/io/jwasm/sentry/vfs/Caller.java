package io.jwasm.sentry.vfs;

/** What a file system may know of the task that calls it. */
public interface Caller {
  int uid();

  int gid();
}
