package io.jwasm.sentry.mm;

import java.nio.ByteBuffer;

/**
 * A range of pages that {@link PagePool} deals out, in the states of its pages: free ones belong to
 * the host and read as zero when they are used for the first time.
 */
public abstract class Extent {
  /** Returns all bytes, for absolute access only; the same buffer as long as a page is in use. */
  public abstract ByteBuffer bytes();

  /** Makes a range usable that was never used, or that was discarded; false: there is no more. */
  public abstract boolean commit(int offset, int length);

  /** Gives a range back to the host, after which it reads as zero; false when the host refused. */
  public abstract boolean discard(int offset, int length);

  /**
   * Fills a range that the host has not given yet, where there is a faster way than through {@link
   * #bytes}. Returns the bytes written.
   */
  int fill(int offset, IoSequence src, int length) {
    return 0;
  }
}
