package io.jwasm.sentry.fs.pipe;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.event.WaitQueue;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.vfs.OpenFlags;

/**
 * A pipe: bytes in a ring, and how many have each end open. Nothing here waits; who has to is woken
 * through {@link #queue}.
 *
 * <p>Locks: its own guards everything.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/pipe.7.html">pipe(7)</a>
 */
final class Pipe {
  /** How much it holds, as in Linux. */
  static final int CAPACITY_BYTES = 65_536;

  /** Most bytes that are written in one piece or not at all, as in Linux. */
  static final int PIPE_BUF = 4096;

  /** What a transfer answers that has to wait. */
  static final long WOULD_BLOCK = -1;

  private final WaitQueue queue = new WaitQueue();
  private final MemoryLimit limit;

  /** Made by the first write, and charged to the limit while it is there. */
  private byte[] ring;

  /** Index of the oldest byte. */
  private int first;

  private int used;
  private int readers;
  private int writers;

  /** How often each end has been opened. */
  private int readerOpens;

  private int writerOpens;

  Pipe(MemoryLimit limit) {
    this.limit = limit;
  }

  WaitQueue queue() {
    return queue;
  }

  /**
   * Opens it once more.
   *
   * @param access READ or WRITE of {@link OpenFlags}, both or neither
   */
  synchronized void open(int access) {
    if (OpenFlags.has(access, OpenFlags.READ)) {
      readers++;
      readerOpens++;
    }
    if (OpenFlags.has(access, OpenFlags.WRITE)) {
      writers++;
      writerOpens++;
    }
    queue.wake(Readiness.IN | Readiness.OUT);
  }

  /** Takes back one {@link #open}; the bytes are lost with the last reader and writer. */
  synchronized void close(int access) {
    readers -= OpenFlags.has(access, OpenFlags.READ) ? 1 : 0;
    writers -= OpenFlags.has(access, OpenFlags.WRITE) ? 1 : 0;
    if (readers == 0 && writers == 0 && ring != null) {
      ring = null;
      used = 0;
      limit.uncharge(CAPACITY_BYTES);
    }
    queue.wake(Readiness.IN | Readiness.OUT);
  }

  /** Returns whether somebody has the end open: READ or WRITE of {@link OpenFlags}. */
  synchronized boolean has(int end) {
    return (end == OpenFlags.READ ? readers : writers) > 0;
  }

  /** Returns a number that changes whenever the end is opened. */
  synchronized int opens(int end) {
    return end == OpenFlags.READ ? readerOpens : writerOpens;
  }

  /** Returns how many bytes can be read. */
  synchronized int available() {
    return used;
  }

  /** Returns how much memory it takes for what is written into it. */
  synchronized int bufferBytes() {
    return ring == null ? 0 : CAPACITY_BYTES;
  }

  /** Reads what is there; 0 when it is empty and has no writer, or WOULD_BLOCK. */
  synchronized long read(IoSequence dst) {
    if (used == 0) {
      return writers == 0 ? 0 : WOULD_BLOCK;
    }
    int count = (int) Math.min(dst.remaining(), used);
    int straight = Math.min(count, CAPACITY_BYTES - first);
    dst.put(ring, first, straight);
    dst.put(ring, 0, count - straight);
    first = (first + count) % CAPACITY_BYTES;
    used -= count;
    if (CAPACITY_BYTES - used >= PIPE_BUF) {
      queue.wake(Readiness.OUT);
    }
    return count;
  }

  /**
   * Writes what there is room for, but nothing when up to PIPE_BUF bytes do not all fit; returns
   * how many, or WOULD_BLOCK.
   *
   * <p>Errors: EPIPE without readers; ENOMEM when the sandbox has no memory left for the ring.
   */
  synchronized long write(IoSequence src) throws ErrnoException {
    if (readers == 0) {
      throw Errno.EPIPE.exception();
    }
    int room = CAPACITY_BYTES - used;
    int count = (int) Math.min(src.remaining(), room);
    if (count == 0 || (count < src.remaining() && src.remaining() <= PIPE_BUF)) {
      return WOULD_BLOCK;
    }
    if (ring == null) {
      if (!limit.charge(CAPACITY_BYTES)) {
        throw Errno.ENOMEM.exception();
      }
      ring = new byte[CAPACITY_BYTES];
    }
    int end = (first + used) % CAPACITY_BYTES;
    int straight = Math.min(count, CAPACITY_BYTES - end);
    src.get(ring, end, straight);
    src.get(ring, 0, count - straight);
    used += count;
    queue.wake(Readiness.IN);
    return count;
  }

  /**
   * Returns the readiness of a reader; HUP when there is no writer any more.
   *
   * @param writersAwaited number of opens by writers up to which no writer has come yet
   */
  synchronized int readerReadiness(int writersAwaited) {
    return (used > 0 ? Readiness.IN : 0)
        | (writers == 0 && writerOpens != writersAwaited ? Readiness.HUP : 0);
  }

  /** Returns the readiness of a writer; room for PIPE_BUF bytes, so that a write of them fits. */
  synchronized int writerReadiness() {
    return (CAPACITY_BYTES - used >= PIPE_BUF ? Readiness.OUT : 0)
        | (readers == 0 ? Readiness.ERR : 0);
  }
}
