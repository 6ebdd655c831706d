package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;

/**
 * The layout of {@code subscription}, 48 bytes, for a clock:
 *
 * <pre>
 *  0          8     16      24        32          40
 * [user data][tag] [clock] [timeout] [precision] [flags]
 * </pre>
 *
 * @param userData what the event gives back
 * @param tag what is waited for, {@link #CLOCK} or a descriptor
 * @param clock number of the clock
 * @param timeoutNanos unsigned; a moment or a duration
 * @param flags {@link #ABSOLUTE} when it is a moment
 */
public record Subscription(long userData, int tag, int clock, long timeoutNanos, int flags) {
  public static final int BYTES = 48;
  public static final int CLOCK = 0;
  public static final int ABSOLUTE = 1;

  public static Subscription read(GuestMemory memory, int address) throws ErrnoException {
    memory.check(address, BYTES);
    return new Subscription(
        memory.getLong(address),
        memory.getByte(address + 8) & 0xff,
        memory.getInt(address + 16),
        memory.getLong(address + 24),
        memory.getShort(address + 40) & 0xffff);
  }
}
