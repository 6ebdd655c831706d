package io.jwasm.sentry.vfs;

/** Times for {@code utimensat}: nanoseconds since 1970, or one of two words. */
public final class Timestamp {
  /** Leave the time as it is. */
  public static final long OMIT = Long.MIN_VALUE;

  /** Take the present moment. */
  public static final long NOW = Long.MIN_VALUE + 1;

  private Timestamp() {}
}
