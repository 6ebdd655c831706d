package io.jwasm.sentry.mm;

/** Pages with consecutive numbers, in a long: the first, how many, and whether they are dirty. */
public final class PageRun {
  private static final long DIRTY = 1L << 31;
  private static final int FIRST_SHIFT = 32;

  private PageRun() {}

  static long of(int first, int count, boolean dirty) {
    return ((long) first << FIRST_SHIFT) | (dirty ? DIRTY : 0) | count;
  }

  public static int first(long run) {
    return (int) (run >>> FIRST_SHIFT);
  }

  public static int count(long run) {
    return (int) (run & ~DIRTY);
  }

  static boolean isDirty(long run) {
    return (run & DIRTY) != 0;
  }
}
