package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The atomic half of a linear memory. The engine has checked the alignment of every address before
 * it calls; the handles check the bounds. Loading the handles costs milliseconds, so they sit in a
 * class of their own that only a program with atomics reaches.
 */
abstract class AtomicMemory implements Memory {
  /** Another one after growth, when the memory is not shared and its region moves. */
  protected ByteBuffer bytes;

  /** Null for a memory that is not shared. */
  protected final AtomicWaits waits;

  /**
   * @param bytes the memory
   * @param waits who waits in it, whichever instance they run; null when it is not shared
   */
  AtomicMemory(ByteBuffer bytes, AtomicWaits waits) {
    this.bytes = bytes;
    this.waits = waits;
  }

  static WasmRuntimeException outOfBounds() {
    return new WasmRuntimeException("out of bounds memory access");
  }

  @Override
  public final boolean shared() {
    return waits != null;
  }

  @Override
  @SuppressWarnings("removal")
  public final Object lock(int address) {
    return this;
  }

  @Override
  @SuppressWarnings("removal")
  public final int waitOn(int address, int expected, long timeout) {
    checkShared();
    return waits.await(address, () -> atomicReadInt(address) == expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public final int waitOn(int address, long expected, long timeout) {
    checkShared();
    return waits.await(address, () -> atomicReadLong(address) == expected, timeout);
  }

  @Override
  @SuppressWarnings("removal")
  public final int notify(int address, int maxThreads) {
    if ((address & 3) != 0) {
      throw new WasmRuntimeException("unaligned atomic"); // the engine checks all but this one
    }
    atomicReadInt(address); // an address outside traps even when nobody can wait there
    return waits == null ? 0 : waits.wake(address, maxThreads);
  }

  @Override
  public final void atomicFence() {
    VarHandle.fullFence();
  }

  @Override
  public final int atomicReadInt(int addr) {
    try {
      return bytes.isDirect()
          ? (int) Handles.INT.getVolatile(bytes, addr)
          : HeapAtomics.readInt(bytes, addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public final void atomicWriteInt(int addr, int value) {
    try {
      if (bytes.isDirect()) {
        Handles.INT.setVolatile(bytes, addr, value);
      } else {
        HeapAtomics.writeInt(bytes, addr, value);
      }
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public final int atomicCmpxchgInt(int addr, int expected, int replacement) {
    try {
      return bytes.isDirect()
          ? (int) Handles.INT.compareAndExchange(bytes, addr, expected, replacement)
          : HeapAtomics.exchangeInt(bytes, addr, expected, replacement);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public final int atomicAddInt(int addr, int delta) {
    return update(addr, Update.ADD, delta);
  }

  @Override
  public final int atomicAndInt(int addr, int mask) {
    return update(addr, Update.AND, mask);
  }

  @Override
  public final int atomicOrInt(int addr, int mask) {
    return update(addr, Update.OR, mask);
  }

  @Override
  public final int atomicXorInt(int addr, int mask) {
    return update(addr, Update.XOR, mask);
  }

  @Override
  public final int atomicXchgInt(int addr, int value) {
    return update(addr, Update.XCHG, value);
  }

  @Override
  public final long atomicReadLong(int addr) {
    try {
      return bytes.isDirect()
          ? (long) Handles.LONG.getVolatile(bytes, addr)
          : HeapAtomics.readLong(bytes, addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public final void atomicWriteLong(int addr, long value) {
    try {
      if (bytes.isDirect()) {
        Handles.LONG.setVolatile(bytes, addr, value);
      } else {
        HeapAtomics.writeLong(bytes, addr, value);
      }
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public final long atomicCmpxchgLong(int addr, long expected, long replacement) {
    try {
      return bytes.isDirect()
          ? (long) Handles.LONG.compareAndExchange(bytes, addr, expected, replacement)
          : HeapAtomics.exchangeLong(bytes, addr, expected, replacement);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public final long atomicAddLong(int addr, long delta) {
    return update(addr, Update.ADD, delta);
  }

  @Override
  public final long atomicAndLong(int addr, long mask) {
    return update(addr, Update.AND, mask);
  }

  @Override
  public final long atomicOrLong(int addr, long mask) {
    return update(addr, Update.OR, mask);
  }

  @Override
  public final long atomicXorLong(int addr, long mask) {
    return update(addr, Update.XOR, mask);
  }

  @Override
  public final long atomicXchgLong(int addr, long value) {
    return update(addr, Update.XCHG, value);
  }

  @Override
  public final short atomicReadShort(int addr) {
    return (short) narrow(addr, Short.SIZE);
  }

  @Override
  public final void atomicWriteShort(int addr, short value) {
    updateNarrow(addr, Short.SIZE, Update.XCHG, value);
  }

  @Override
  public final short atomicCmpxchgShort(int addr, short expected, short replacement) {
    return (short) exchangeNarrow(addr, Short.SIZE, expected, replacement);
  }

  @Override
  public final short atomicAddShort(int addr, short delta) {
    return (short) updateNarrow(addr, Short.SIZE, Update.ADD, delta);
  }

  @Override
  public final short atomicAndShort(int addr, short mask) {
    return (short) updateNarrow(addr, Short.SIZE, Update.AND, mask);
  }

  @Override
  public final short atomicOrShort(int addr, short mask) {
    return (short) updateNarrow(addr, Short.SIZE, Update.OR, mask);
  }

  @Override
  public final short atomicXorShort(int addr, short mask) {
    return (short) updateNarrow(addr, Short.SIZE, Update.XOR, mask);
  }

  @Override
  public final short atomicXchgShort(int addr, short value) {
    return (short) updateNarrow(addr, Short.SIZE, Update.XCHG, value);
  }

  @Override
  public final byte atomicReadByte(int addr) {
    return (byte) narrow(addr, Byte.SIZE);
  }

  @Override
  public final void atomicWriteByte(int addr, byte value) {
    updateNarrow(addr, Byte.SIZE, Update.XCHG, value);
  }

  @Override
  public final byte atomicCmpxchgByte(int addr, byte expected, byte replacement) {
    return (byte) exchangeNarrow(addr, Byte.SIZE, expected, replacement);
  }

  @Override
  public final byte atomicAddByte(int addr, byte delta) {
    return (byte) updateNarrow(addr, Byte.SIZE, Update.ADD, delta);
  }

  @Override
  public final byte atomicAndByte(int addr, byte mask) {
    return (byte) updateNarrow(addr, Byte.SIZE, Update.AND, mask);
  }

  @Override
  public final byte atomicOrByte(int addr, byte mask) {
    return (byte) updateNarrow(addr, Byte.SIZE, Update.OR, mask);
  }

  @Override
  public final byte atomicXorByte(int addr, byte mask) {
    return (byte) updateNarrow(addr, Byte.SIZE, Update.XOR, mask);
  }

  @Override
  public final byte atomicXchgByte(int addr, byte value) {
    return (byte) updateNarrow(addr, Byte.SIZE, Update.XCHG, value);
  }

  private void checkShared() {
    if (waits == null) {
      throw new WasmRuntimeException("expected shared memory");
    }
  }

  private int update(int addr, Update update, int operand) {
    int before;
    int witness = atomicReadInt(addr);
    do {
      before = witness;
      witness = atomicCmpxchgInt(addr, before, (int) update.apply(before, operand));
    } while (witness != before);
    return before;
  }

  private long update(int addr, Update update, long operand) {
    long before;
    long witness = atomicReadLong(addr);
    do {
      before = witness;
      witness = atomicCmpxchgLong(addr, before, update.apply(before, operand));
    } while (witness != before);
    return before;
  }

  // The JVM has no atomic bytes and shorts: they are updated inside the aligned int around them.

  private int narrow(int addr, int bits) {
    return (atomicReadInt(addr & ~3) >>> shift(addr)) & mask(bits);
  }

  private int updateNarrow(int addr, int bits, Update update, int operand) {
    int mask = mask(bits);
    int shift = shift(addr);
    int before;
    int witness = atomicReadInt(addr & ~3);
    do {
      before = witness;
      int value = (int) update.apply((before >>> shift) & mask, operand) & mask;
      witness = atomicCmpxchgInt(addr & ~3, before, (before & ~(mask << shift)) | (value << shift));
    } while (witness != before);
    return (before >>> shift) & mask;
  }

  private int exchangeNarrow(int addr, int bits, int expected, int replacement) {
    int mask = mask(bits);
    int shift = shift(addr);
    int before;
    int witness = atomicReadInt(addr & ~3);
    do {
      before = witness;
      if (((before >>> shift) & mask) != (expected & mask)) {
        break;
      }
      int after = (before & ~(mask << shift)) | ((replacement & mask) << shift);
      witness = atomicCmpxchgInt(addr & ~3, before, after);
    } while (witness != before);
    return (before >>> shift) & mask;
  }

  private static int shift(int addr) {
    return (addr & 3) * Byte.SIZE;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  private enum Update {
    ADD,
    AND,
    OR,
    XOR,
    XCHG;

    long apply(long value, long operand) {
      return switch (this) {
        case ADD -> value + operand;
        case AND -> value & operand;
        case OR -> value | operand;
        case XOR -> value ^ operand;
        case XCHG -> operand;
      };
    }
  }

  private static final class Handles {
    static final VarHandle INT =
        MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  }
}
