package io.jwasm.sentry.mm;

import io.jwasm.sentry.host.HostKernel;
import java.nio.ByteBuffer;

/**
 * The buffers of one read or write, as ranges of the caller's own memory, and how far the transfer
 * has come: {@code struct iov_iter} of Linux. Nothing is copied but between this and the pages that
 * a file system keeps; for the host's system calls there are the addresses.
 *
 * <p>Filled anew for each call by {@link GuestMemory#ioSequence}, which reads each address and
 * length once: another task may change them meanwhile, not what was checked.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/readv.2.html">readv(2)</a>
 */
public final class IoSequence {
  private static final int INITIAL_BUFFERS = 8;

  private static final long[] NONE = {};

  private static final byte[] ZEROS = new byte[4096];

  /**
   * So much is moved at once of a memory that the host cannot reach. Each task has its own, and a
   * thousand of them fit what the sandbox's JVM has for such buffers.
   */
  private static final int STAGE_BYTES = 32 << 10;

  private ByteBuffer memory;

  /** Whether the host reaches the memory; if not, bytes go through the stage. */
  private boolean direct;

  /** Null until it is needed. */
  private ByteBuffer stage;

  /** Offsets into the memory and lengths in bytes, in pairs. */
  private int[] ranges = new int[2 * INITIAL_BUFFERS];

  private int count;
  private long remaining;
  private long[] vectors = NONE;
  private long baseAddress;

  /** The buffer that the transfer is in, and what it has moved of it. */
  private int current;

  private int moved;

  IoSequence(ByteBuffer memory) {
    this.memory = memory;
    this.direct = memory.isDirect();
  }

  /** Returns the remaining bytes of one buffer as a sequence, for transfers of the kernel's own. */
  public static IoSequence of(ByteBuffer buffer) {
    IoSequence sequence = new IoSequence(buffer);
    sequence.reset(1);
    sequence.add(buffer.position(), buffer.remaining());
    return sequence;
  }

  /**
   * Begins a transfer.
   *
   * @param bytes the memory, which may have moved since the last one
   */
  @SuppressWarnings("ReferenceEquality")
  void reset(ByteBuffer bytes, int buffers) {
    if (bytes != memory) {
      memory = bytes;
      direct = bytes.isDirect();
      baseAddress = 0;
    }
    reset(buffers);
  }

  private void reset(int buffers) {
    if (ranges.length < 2 * buffers) {
      ranges = new int[2 * buffers];
    }
    count = 0;
    remaining = 0;
    current = 0;
    moved = 0;
  }

  void add(int offset, int length) {
    ranges[2 * count] = offset;
    ranges[2 * count + 1] = length;
    count++;
    remaining += length;
  }

  /** Bytes left to transfer. */
  public long remaining() {
    return remaining;
  }

  /** Copies bytes of the kernel into the buffers; at most as many as are left. */
  public void put(byte[] src, int offset, int length) {
    int done = 0;
    while (done < length) {
      int run = run(length - done);
      memory.put(position(), src, offset + done, run);
      advance(run);
      done += run;
    }
  }

  /** Copies bytes of a page into the buffers, from an absolute offset. */
  public void put(ByteBuffer src, int offset, int length) {
    int done = 0;
    while (done < length) {
      int run = run(length - done);
      memory.put(position(), src, offset + done, run);
      advance(run);
      done += run;
    }
  }

  /** Fills the buffers with zeros, for the holes of a file. */
  public void putZeros(int length) {
    int done = 0;
    while (done < length) {
      int run = Math.min(run(length - done), ZEROS.length);
      memory.put(position(), ZEROS, 0, run);
      advance(run);
      done += run;
    }
  }

  /** Copies bytes of the buffers to the kernel; at most as many as are left. */
  public void get(byte[] dst, int offset, int length) {
    int done = 0;
    while (done < length) {
      int run = run(length - done);
      memory.get(position(), dst, offset + done, run);
      advance(run);
      done += run;
    }
  }

  /** Copies bytes of the buffers into a page, at an absolute offset. */
  public void get(ByteBuffer dst, int offset, int length) {
    int done = 0;
    while (done < length) {
      int run = run(length - done);
      dst.put(offset + done, memory, position(), run);
      advance(run);
      done += run;
    }
  }

  /** Passes over bytes that somebody else has transferred, or that nobody wants. */
  public void skip(long length) {
    long done = 0;
    while (done < length) {
      int run = run((int) Math.min(length - done, Integer.MAX_VALUE));
      advance(run);
      done += run;
    }
  }

  /** Returns how many of the wanted bytes lie in one piece from {@link #address} on. */
  int contiguous(int wanted) {
    return run(wanted);
  }

  /** Returns whether the host reaches the memory itself, so that it has an {@link #address}. */
  public boolean isDirect() {
    return direct;
  }

  /** Returns whether one buffer is left, and it has an {@link #address}. */
  public boolean isSingle() {
    return direct && count - current == 1;
  }

  /** Returns the native address of the first buffer that is left, for the host's system calls. */
  public long address() {
    return base() + offset(0);
  }

  /**
   * Returns addresses and lengths of bytes that are left, in pairs, for the host's vectored system
   * calls that take them; valid until the next transfer. Of a memory that the host cannot reach
   * they are copies, and may be fewer than are left: the last lengths are then shorter, or 0.
   */
  public long[] vectors() {
    if (direct) {
      return addresses();
    }
    long[] staged = staged();
    int at = 0;
    for (int i = 0; i < buffers(); i++) {
      int length = (int) staged[2 * i + 1];
      stage.put(at, memory, offset(i), length);
      at += length;
    }
    return staged;
  }

  /** As {@link #vectors}, for calls that fill them; {@link #received} has to follow. */
  public long[] targets() {
    return direct ? addresses() : staged();
  }

  /**
   * Brings what the host has put into the {@link #targets} to where it belongs.
   *
   * @param result bytes that it was, or minus an error
   * @return the same
   */
  public long received(long result) {
    int at = 0;
    for (int i = 0; !direct && at < result; i++) {
      int length = (int) Math.min(vectors[2 * i + 1], result - at);
      memory.put(offset(i), stage, at, length);
      at += length;
    }
    return result;
  }

  /**
   * Has the next {@link #vectors} or {@link #targets} hold so many bytes, for a transfer that has
   * to be made in one piece; nothing for a memory that the host can reach.
   *
   * @param bytes bounded by the caller; memory of the kernel
   */
  public void stage(int bytes) {
    if (!direct && (stage == null ? STAGE_BYTES : stage.capacity()) < bytes) {
      stage = ByteBuffer.allocateDirect(bytes);
    }
  }

  /** Divides the stage among the buffers that are left, until it is full. */
  private long[] staged() {
    if (stage == null) {
      stage = ByteBuffer.allocateDirect(STAGE_BYTES);
    }
    long base = HostKernel.addressOf(stage);
    long[] pairs = pairs();
    int used = 0;
    for (int i = 0; i < buffers(); i++) {
      int length = Math.min(length(i), stage.capacity() - used);
      pairs[2 * i] = base + used;
      pairs[2 * i + 1] = length;
      used += length;
    }
    return pairs;
  }

  private long[] pairs() {
    int buffers = buffers();
    if (vectors.length < 2 * buffers) {
      vectors = new long[2 * buffers];
    }
    return vectors;
  }

  private long[] addresses() {
    int buffers = buffers();
    pairs();
    long base = base();
    for (int i = 0; i < buffers; i++) {
      vectors[2 * i] = base + offset(i);
      vectors[2 * i + 1] = length(i);
    }
    return vectors;
  }

  /** A memory that the host can reach never moves. */
  private long base() {
    if (baseAddress == 0) {
      baseAddress = HostKernel.addressOf(memory);
    }
    return baseAddress;
  }

  /** Returns how many buffers are left; the first may be begun. */
  public int buffers() {
    return count - current;
  }

  private int offset(int i) {
    return ranges[2 * (current + i)] + (i == 0 ? moved : 0);
  }

  /** Returns the length in bytes of the {@code i}th of the buffers that are left. */
  public int length(int i) {
    return ranges[2 * (current + i) + 1] - (i == 0 ? moved : 0);
  }

  private int position() {
    return ranges[2 * current] + moved;
  }

  /** Returns how many of the wanted bytes lie in one piece, after leaving buffers that are full. */
  private int run(int wanted) {
    while (moved == ranges[2 * current + 1]) {
      current++;
      moved = 0;
    }
    return Math.min(wanted, ranges[2 * current + 1] - moved);
  }

  private void advance(int length) {
    moved += length;
    remaining -= length;
  }
}
