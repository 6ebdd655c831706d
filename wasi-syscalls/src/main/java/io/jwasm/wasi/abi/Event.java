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

  private Event() {}

  /** Writes the event of a clock. */
  public static void writeClock(GuestMemory memory, int address, long userData)
      throws ErrnoException {
    memory.zero(address, BYTES);
    memory.putLong(address, userData);
  }
}
