package io.jwasm.sentry.event;

/**
 * What an open file is ready for, as bits: the events of {@code poll(2)} with their numbers there.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
 */
public final class Readiness {
  /** A read would return at once: bytes, the end of the file, or an error. */
  public static final int IN = 0x1;

  /** A write would take a byte at once, or fail at once. */
  public static final int OUT = 0x4;

  /** There is an error, for a pipe that nobody reads any more; told without being asked for. */
  public static final int ERR = 0x8;

  /** The other side has hung up; told without being asked for. */
  public static final int HUP = 0x10;

  private Readiness() {}
}
