package io.jwasm.sentry.net.loopback;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryLimit;

/**
 * Bytes on their way in one direction. Memory is taken when bytes come, twice as much whenever it
 * is full, and kept until {@link #release}.
 *
 * <p>Locks: that of its connection guards everything.
 */
final class ByteRing {
  private static final int FIRST_BYTES = 4096;
  private static final byte[] NONE = {};

  private final MemoryLimit limit;
  private byte[] bytes = NONE;

  /** Index of the oldest byte. */
  private int first;

  /** Read without the lock by who waits for it to change. */
  private volatile int used;

  /** Whether the sandbox had no memory left for more; what is there then has to do. */
  private boolean pinned;

  ByteRing(MemoryLimit limit) {
    this.limit = limit;
  }

  /** Returns how many bytes can be taken out. */
  int used() {
    return used;
  }

  /**
   * Returns how many bytes can be put in.
   *
   * @param capacityBytes most that it is to hold
   */
  int room(int capacityBytes) {
    return Math.max((pinned ? Math.min(bytes.length, capacityBytes) : capacityBytes) - used, 0);
  }

  /** Copies what is there and fits, and leaves it there; returns how many bytes. */
  int peek(IoSequence dst) {
    int count = (int) Math.min(dst.remaining(), used);
    int straight = Math.min(count, bytes.length - first);
    dst.put(bytes, first, straight);
    dst.put(bytes, 0, count - straight);
    return count;
  }

  /** Takes out what is there and fits; returns how many bytes. */
  int get(IoSequence dst) {
    int count = peek(dst);
    int left = used - count;
    first = left == 0 ? 0 : (first + count) % bytes.length;
    used = left;
    pinned &= left > 0;
    return count;
  }

  /**
   * Puts in what there is room for; returns how many bytes.
   *
   * <p>Errors: ENOBUFS when there is no memory for the first one.
   */
  int put(IoSequence src, int capacityBytes) throws ErrnoException {
    int held = used;
    int wanted = (int) Math.min(src.remaining(), room(capacityBytes));
    if (wanted > bytes.length - held) {
      grow(held + wanted, capacityBytes);
    }
    int count = Math.min(wanted, bytes.length - held);
    if (count <= 0) {
      return 0;
    }
    int end = (first + held) % bytes.length;
    int straight = Math.min(count, bytes.length - end);
    src.get(bytes, end, straight);
    src.get(bytes, 0, count - straight);
    used = held + count;
    return count;
  }

  private void grow(int neededBytes, int capacityBytes) throws ErrnoException {
    int length = Math.max(FIRST_BYTES, Integer.highestOneBit(neededBytes - 1) << 1);
    length = Math.min(length, Math.max(capacityBytes, neededBytes));
    if (!limit.charge(length - bytes.length)) {
      if (bytes.length == 0) {
        throw Errno.ENOBUFS.exception();
      }
      pinned = true;
      return;
    }
    byte[] larger = new byte[length];
    int straight = Math.min(used, bytes.length - first);
    System.arraycopy(bytes, first, larger, 0, straight);
    System.arraycopy(bytes, 0, larger, straight, used - straight);
    bytes = larger;
    first = 0;
  }

  /** Forgets the bytes and gives the memory back. */
  void release() {
    limit.uncharge(bytes.length);
    bytes = NONE;
    first = 0;
    used = 0;
    pinned = false;
  }
}
