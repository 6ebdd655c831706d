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
    memory.zero(address, BYTES);
    memory.putLong(address, userData);
  }

  /** Writes the event of a descriptor that is ready. */
  public static void writeReady(
      GuestMemory memory, int address, Subscription wanted, long bytes, int flags)
      throws ErrnoException {
    memory.zero(address, BYTES);
    memory.putLong(address, wanted.userData());
    memory.putByte(address + 10, (byte) wanted.tag());
    memory.putLong(address + 16, bytes);
    memory.putShort(address + 24, (short) flags);
  }

  /** Writes the event of a subscription that cannot be waited for. */
  public static void writeError(GuestMemory memory, int address, Subscription wanted, int errno)
      throws ErrnoException {
    memory.zero(address, BYTES);
    memory.putLong(address, wanted.userData());
    memory.putShort(address + 8, (short) errno);
    memory.putByte(address + 10, (byte) wanted.tag());
  }
}
