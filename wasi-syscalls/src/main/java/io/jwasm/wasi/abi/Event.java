package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;

/**
 * The layout of {@code event}, 32 bytes:
 *
 * <pre>
 *  0          8       10     16       24
 * [user data][errno] [type] [nbytes] [flags]
 * </pre>
 */
public final class Event {
  public static final int BYTES = 32;

  /** Flag: the other side has hung up. */
  public static final int HANGUP = 1;

  private Event() {}

  /** Writes the event of a clock that has run out. */
  public static void writeClock(GuestMemory memory, int address, long userData)
      throws ErrnoException {
    write(memory, address, userData, word(0, Subscription.CLOCK), 0, 0);
  }

  /**
   * Writes the event of a descriptor that is ready.
   *
   * @param tag of its {@link Subscription}
   */
  public static void writeReady(
      GuestMemory memory, int address, long userData, int tag, long bytes, int flags)
      throws ErrnoException {
    write(memory, address, userData, word(0, tag), bytes, flags);
  }

  /** Writes the event of a subscription that cannot be waited for. */
  public static void writeError(GuestMemory memory, int address, long userData, int tag, int errno)
      throws ErrnoException {
    write(memory, address, userData, word(errno, tag), 0, 0);
  }

  /** Returns the eight bytes of errno and type. */
  private static long word(int errno, int tag) {
    return errno | (long) tag << 16;
  }

  private static void write(
      GuestMemory memory, int address, long userData, long word, long bytes, int flags)
      throws ErrnoException {
    memory.putLong(address, userData);
    memory.putLong(address + 8, word);
    memory.putLong(address + 16, bytes);
    memory.putLong(address + 24, flags);
  }
}
