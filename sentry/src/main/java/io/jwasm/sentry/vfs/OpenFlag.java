package io.jwasm.sentry.vfs;

/** Status flags of an open file that can change after open, as in {@code fcntl(F_SETFL)}. */
public enum OpenFlag {
  APPEND,
  NONBLOCK
}
