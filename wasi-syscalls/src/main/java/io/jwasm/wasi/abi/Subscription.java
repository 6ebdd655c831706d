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
  /**
   * Where the parts lie. In {@code wasi_unstable} a clock has an identifier before its number:
   *
   * <pre>
   *  0          8     16           24      32        40          48
   * [user data][tag] [identifier] [clock] [timeout] [precision] [flags]
   * </pre>
   */
  public enum Layout {
    SNAPSHOT_1(48, 16),
    UNSTABLE(56, 24);

    private final int bytes;
    private final int clockOffset;

    Layout(int bytes, int clockOffset) {
      this.bytes = bytes;
      this.clockOffset = clockOffset;
    }

    /** Length in bytes of a subscription. */
    public int bytes() {
      return bytes;
    }
  }

  public static final int CLOCK = 0;
  public static final int ABSOLUTE = 1;

  public static Subscription read(GuestMemory memory, int address, Layout layout)
      throws ErrnoException {
    memory.check(address, layout.bytes);
    int clock = address + layout.clockOffset;
    return new Subscription(
        memory.getLong(address),
        memory.getByte(address + 8) & 0xff,
        memory.getInt(clock),
        memory.getLong(clock + 8),
        memory.getShort(clock + 24) & 0xffff);
  }
}
