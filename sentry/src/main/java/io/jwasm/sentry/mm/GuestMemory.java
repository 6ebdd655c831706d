package io.jwasm.sentry.mm;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import java.nio.ByteBuffer;

/**
 * The kernel's checked view of a linear memory, what {@code copy_from_user} is to Linux. Addresses
 * and lengths are unsigned 32-bit values as the guest gave them: they are widened first, added
 * after and compared last. Every method throws EFAULT when a byte would lie outside.
 *
 * <p>Each task has its own view, because it also holds the sequence of the transfer under way.
 */
public final class GuestMemory {
  /** Most buffers of one transfer, as in Linux. */
  public static final int IOV_MAX = 1024;

  private static final int IOVEC_BYTES = 8;

  private final Region region;

  /** Used again by every call: a task makes one at a time. */
  private final IoSequence sequence;

  public GuestMemory(Region region) {
    this.region = region;
    this.sequence = new IoSequence(region.bytes());
  }

  /** Returns the view of a program without a memory: every access is EFAULT. */
  public static GuestMemory absent() {
    return new GuestMemory(HeapMemory.empty());
  }

  /** Current size in bytes. */
  public int sizeBytes() {
    return bytes().limit();
  }

  /** Checks that {@code length} bytes at {@code address} exist; EFAULT otherwise. */
  public void check(int address, int length) throws ErrnoException {
    checkRange(Integer.toUnsignedLong(address), Integer.toUnsignedLong(length));
  }

  /** Returns a view of the guest's bytes, without copying them. */
  public ByteBuffer slice(int address, int length) throws ErrnoException {
    check(address, length);
    return bytes().slice(address, length);
  }

  /**
   * Returns the buffers that an array of {@code count} iovecs (address and length, 32 bits each)
   * describes; valid until the next call of this method.
   *
   * <p>Errors: EFAULT; EINVAL when there are more than {@link #IOV_MAX}, or when they are longer
   * than 2 GiB together.
   */
  public IoSequence ioSequence(int iovs, int count) throws ErrnoException {
    if (Integer.compareUnsigned(count, IOV_MAX) > 0) {
      throw Errno.EINVAL.exception();
    }
    check(iovs, count * IOVEC_BYTES);
    ByteBuffer bytes = bytes();
    sequence.reset(bytes, count);
    for (int i = 0; i < count; i++) {
      int iovec = iovs + i * IOVEC_BYTES;
      int address = bytes.getInt(iovec);
      int length = bytes.getInt(iovec + 4);
      check(address, length);
      sequence.add(address, length);
    }
    if (sequence.remaining() > Integer.MAX_VALUE) {
      throw Errno.EINVAL.exception();
    }
    return sequence;
  }

  public byte getByte(int address) throws ErrnoException {
    check(address, Byte.BYTES);
    return bytes().get(address);
  }

  public short getShort(int address) throws ErrnoException {
    check(address, Short.BYTES);
    return bytes().getShort(address);
  }

  public int getInt(int address) throws ErrnoException {
    check(address, Integer.BYTES);
    return bytes().getInt(address);
  }

  public long getLong(int address) throws ErrnoException {
    check(address, Long.BYTES);
    return bytes().getLong(address);
  }

  public void putByte(int address, byte value) throws ErrnoException {
    check(address, Byte.BYTES);
    bytes().put(address, value);
  }

  public void putShort(int address, short value) throws ErrnoException {
    check(address, Short.BYTES);
    bytes().putShort(address, value);
  }

  public void putInt(int address, int value) throws ErrnoException {
    check(address, Integer.BYTES);
    bytes().putInt(address, value);
  }

  public void putLong(int address, long value) throws ErrnoException {
    check(address, Long.BYTES);
    bytes().putLong(address, value);
  }

  public void putBytes(int address, byte[] value) throws ErrnoException {
    check(address, value.length);
    bytes().put(address, value);
  }

  /** Writes the first {@code length} bytes of the array. */
  public void putBytes(int address, byte[] value, int length) throws ErrnoException {
    check(address, length);
    bytes().put(address, value, 0, length);
  }

  public void getBytes(int address, byte[] dst) throws ErrnoException {
    check(address, dst.length);
    bytes().get(address, dst);
  }

  /** Writes zero bytes; for small records. */
  public void zero(int address, int length) throws ErrnoException {
    check(address, length);
    for (int i = 0; i < length; i++) {
      bytes().put(address + i, (byte) 0);
    }
  }

  /** Asked for each time: it may have moved when the guest grew it. */
  private ByteBuffer bytes() {
    return region.bytes();
  }

  private void checkRange(long address, long length) throws ErrnoException {
    if (address + length > bytes().limit()) {
      throw Errno.EFAULT.exception();
    }
  }
}
