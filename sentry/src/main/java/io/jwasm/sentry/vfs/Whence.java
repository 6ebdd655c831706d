package io.jwasm.sentry.vfs;

/** What an offset of {@code lseek} is relative to. */
public enum Whence {
  SET,
  CURRENT,
  END
}
