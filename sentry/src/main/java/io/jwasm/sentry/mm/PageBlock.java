package io.jwasm.sentry.mm;

/**
 * Which of 512 pages are in use, and which of the others hold what their last user left. No locks.
 */
final class PageBlock {
  static final int PAGES = 512;

  private static final int WORD_BITS = Long.SIZE;

  private final long[] used = new long[PAGES / WORD_BITS];

  /** Pages that are not used but that the host has given; to be zeroed or given back. */
  private final long[] dirty = new long[PAGES / WORD_BITS];

  private int free = PAGES;

  int free() {
    return free;
  }

  boolean isUsed(int page) {
    return isSet(used, page);
  }

  boolean isDirty(int page) {
    return isSet(dirty, page);
  }

  /** Returns the first free page, or {@link #PAGES}. */
  int firstFree() {
    for (int i = 0; i < used.length; i++) {
      if (used[i] != -1) {
        return i * WORD_BITS + Long.numberOfTrailingZeros(~used[i]);
      }
    }
    return PAGES;
  }

  /** Returns how many pages from a free one on are free and as dirty as it is; at most some. */
  int runOfFree(int first, int atMost) {
    boolean kind = isDirty(first);
    int end = Math.min(PAGES, first + atMost);
    int page = first + 1;
    while (page < end && !isUsed(page) && isDirty(page) == kind) {
      page++;
    }
    return page - first;
  }

  /** Returns the first dirty page from a page on, or {@link #PAGES}. */
  int nextDirty(int from) {
    int page = from;
    while (page < PAGES && !isDirty(page)) {
      page = dirty[page / WORD_BITS] == 0 ? (page | (WORD_BITS - 1)) + 1 : page + 1;
    }
    return page;
  }

  /** Returns the first page from a page on that is not dirty, or {@link #PAGES}. */
  int nextClean(int from) {
    int page = from;
    while (page < PAGES && isDirty(page)) {
      page++;
    }
    return page;
  }

  /** Marks free pages as used. */
  void use(int first, int count) {
    for (int page = first; page < first + count; page++) {
      set(used, page);
      clear(dirty, page);
    }
    free -= count;
  }

  /** Marks used pages as free and dirty. */
  void release(int first, int count) {
    for (int page = first; page < first + count; page++) {
      if (!isUsed(page)) {
        throw new IllegalStateException("page " + page + " is freed twice");
      }
      clear(used, page);
      set(dirty, page);
    }
    free += count;
  }

  /** Marks free pages as given back to the host. */
  void clean(int first, int count) {
    for (int page = first; page < first + count; page++) {
      clear(dirty, page);
    }
  }

  private static boolean isSet(long[] bits, int page) {
    return (bits[page / WORD_BITS] & (1L << page)) != 0;
  }

  private static void set(long[] bits, int page) {
    bits[page / WORD_BITS] |= 1L << page;
  }

  private static void clear(long[] bits, int page) {
    bits[page / WORD_BITS] &= ~(1L << page);
  }
}
