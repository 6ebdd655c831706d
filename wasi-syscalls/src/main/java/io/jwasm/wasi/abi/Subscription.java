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
 * In {@code wasi_unstable} it has 56, because a clock has an identifier before its number:
 *
 * <pre>
 *  0          8     16           24      32        40          48
 * [user data][tag] [identifier] [clock] [timeout] [precision] [flags]
 * </pre>
 *
 * <p>A value of each layout reads one at an address; there are thousands in a call, so nothing is
 * made of them.
 */
public enum Subscription {
  SNAPSHOT_1(48, 16),
  UNSTABLE(56, 24);

  /** Tags: what is waited for. */
  public static final int CLOCK = 0;

  public static final int FD_READ = 1;
  public static final int FD_WRITE = 2;

  /** Flag of a clock: its timeout is a moment. */
  public static final int ABSOLUTE = 1;

  private static final int TAG_OFFSET = 8;
  private static final int FD_OFFSET = 16;

  private final int bytes;
  private final int clockOffset;

  Subscription(int bytes, int clockOffset) {
    this.bytes = bytes;
    this.clockOffset = clockOffset;
  }

  /** Length in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Returns what the event gives back. */
  public long userData(GuestMemory memory, int address) throws ErrnoException {
    return memory.getLong(address);
  }

  /**
   * Returns what is waited for: {@link #CLOCK}, {@link #FD_READ} or {@link #FD_WRITE}.
   *
   * <p>Errors: EINVAL for another tag; EFAULT.
   */
  public int tag(GuestMemory memory, int address) throws ErrnoException {
    int tag = memory.getByte(address + TAG_OFFSET) & 0xff;
    if (tag > FD_WRITE) {
      throw Errno.EINVAL.exception();
    }
    return tag;
  }

  /** Returns the descriptor. */
  public int fd(GuestMemory memory, int address) throws ErrnoException {
    return memory.getInt(address + FD_OFFSET);
  }

  /** Returns the number of the clock. */
  public int clock(GuestMemory memory, int address) throws ErrnoException {
    return memory.getInt(address + clockOffset);
  }

  /** Returns the timeout of a clock, unsigned; a moment or a duration. */
  public long timeoutNanos(GuestMemory memory, int address) throws ErrnoException {
    return memory.getLong(address + clockOffset + 8);
  }

  /** Returns the flags of a clock. */
  public int flags(GuestMemory memory, int address) throws ErrnoException {
    return memory.getShort(address + clockOffset + 24) & 0xffff;
  }
}
