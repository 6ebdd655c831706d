package io.jwasm.wasi.abi;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;

/**
 * The layout of {@code subscription}, 48 bytes, for a clock and for a descriptor:
 *
 * <pre>
 *  0          8     16      24        32          40
 * [user data][tag] [clock] [timeout] [precision] [flags]
 * [user data][tag] [fd]
 * </pre>
 *
 * @param userData what the event gives back
 * @param tag what is waited for: {@link #CLOCK}, {@link #FD_READ} or {@link #FD_WRITE}
 * @param id number of the clock or the descriptor
 * @param timeoutNanos of a clock, unsigned; a moment or a duration
 * @param flags of a clock, {@link #ABSOLUTE} when it is a moment
 */
public record Subscription(long userData, int tag, int id, long timeoutNanos, int flags) {
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
  public static final int FD_READ = 1;
  public static final int FD_WRITE = 2;
  public static final int ABSOLUTE = 1;

  private static final int FD_OFFSET = 16;

  /**
   * Reads a subscription.
   *
   * <p>Errors: EINVAL for another tag; EFAULT.
   */
  public static Subscription read(GuestMemory memory, int address, Layout layout)
      throws ErrnoException {
    memory.check(address, layout.bytes);
    long userData = memory.getLong(address);
    int tag = memory.getByte(address + 8) & 0xff;
    return switch (tag) {
      case CLOCK -> {
        int clock = address + layout.clockOffset;
        yield new Subscription(
            userData,
            tag,
            memory.getInt(clock),
            memory.getLong(clock + 8),
            memory.getShort(clock + 24) & 0xffff);
      }
      case FD_READ, FD_WRITE ->
          new Subscription(userData, tag, memory.getInt(address + FD_OFFSET), 0, 0);
      default -> throw Errno.EINVAL.exception();
    };
  }
}
