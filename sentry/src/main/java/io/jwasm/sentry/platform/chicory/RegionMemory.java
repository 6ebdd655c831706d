package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.runtime.ConstantEvaluators;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import io.jwasm.sentry.mm.Region;
import java.lang.foreign.MemorySegment;

/**
 * A linear memory on a {@link Region}, as one instance sees it: data segments belong to the
 * instance, bytes and waiting threads to all instances over a shared memory. The only
 * implementation of the engine's interface, so that compiled code calls it directly. The buffer's
 * limit is the memory's size: the JVM's own bounds check is the WebAssembly bounds check.
 *
 * <p>A {@code ByteBuffer} and not a {@code MemorySegment}: the first access through a segment spins
 * up method handles, 5 ms of the start-up budget.
 */
final class RegionMemory extends AtomicMemory {
  private final Region region;
  private final int initialPages;
  private final boolean placesData;
  private final boolean begun;
  private DataSegment[] segments = new DataSegment[0];
  private boolean initialized;

  /**
   * @param begun whether the region has the data of all segments already, which are all active
   */
  RegionMemory(Region region, MemoryLimits limits, boolean begun) {
    super(region.bytes(), limits.shared() ? new AtomicWaits() : null);
    this.region = region;
    this.initialPages = limits.initialPages();
    this.placesData = true;
    this.begun = begun;
  }

  private RegionMemory(RegionMemory first) {
    super(first.bytes, first.waits);
    this.region = first.region;
    this.initialPages = first.initialPages;
    this.placesData = false;
    this.begun = false;
  }

  /**
   * Returns the same memory for another instance of the module. Its active data segments are not
   * placed again: the program is running, and has changed its data.
   */
  RegionMemory forAnotherInstance() {
    return new RegionMemory(this);
  }

  Region region() {
    return region;
  }

  @Override
  public int pages() {
    return region.pages();
  }

  @Override
  public int grow(int pages) {
    int before = region.grow(pages);
    bytes = region.bytes();
    return before;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return region.maxPages();
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments, int memoryIndex) {
    initialized = true;
    if (dataSegments == null) {
      return;
    }
    segments = dataSegments;
    if (begun) {
      dropAll();
      return;
    }
    for (int i = 0; i < dataSegments.length; i++) {
      if (dataSegments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
        if (placesData) {
          place(instance, active);
        }
        drop(i); // as the specification says: memory.init finds it empty
      }
    }
  }

  /** By copies that double: a loop over the 24,171 of CPython takes 0.3 ms when it is new. */
  private void dropAll() {
    if (segments.length > 0) {
      drop(0);
    }
    for (int done = 1; done < segments.length; done *= 2) {
      System.arraycopy(segments, 0, segments, done, Math.min(done, segments.length - done));
    }
  }

  private void place(Instance instance, ActiveDataSegment segment) {
    int address =
        (int) ConstantEvaluators.computeConstantValue(instance, segment.offsetInstructions())[0];
    try {
      write(address, segment.data(), 0, segment.data().length);
    } catch (ChicoryException e) {
      throw new UninstantiableException("a data segment does not fit the memory");
    }
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    write(dest, segments[segmentId].data(), offset, size);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  /** Does nothing the first time, because a new region reads as zero. */
  @Override
  public void zero() {
    if (initialized) {
      fill((byte) 0, 0, bytes.limit());
    }
  }

  @Override
  public void fill(byte value, int from, int to) {
    int size = to - from;
    check(from, size);
    if (size != 0) {
      MemorySegment.ofBuffer(bytes.slice(from, size)).fill(value);
    }
  }

  @Override
  public void copy(int dest, int src, int size) {
    check(dest, size);
    check(src, size);
    bytes.put(dest, bytes, src, size);
  }

  @Override
  public void write(int addr, byte[] data, int offset, int size) {
    check(addr, size);
    if (offset < 0 || (long) offset + size > data.length) {
      throw outOfBounds();
    }
    bytes.put(addr, data, offset, size);
  }

  @Override
  public byte[] readBytes(int addr, int size) {
    check(addr, size);
    byte[] copy = new byte[size];
    bytes.get(addr, copy);
    return copy;
  }

  @Override
  public byte read(int addr) {
    try {
      return bytes.get(addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeByte(int addr, byte value) {
    try {
      bytes.put(addr, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public short readShort(int addr) {
    try {
      return bytes.getShort(addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readU16(int addr) {
    return Short.toUnsignedLong(readShort(addr));
  }

  @Override
  public void writeShort(int addr, short value) {
    try {
      bytes.putShort(addr, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public int readInt(int addr) {
    try {
      return bytes.getInt(addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeI32(int addr, int value) {
    try {
      bytes.putInt(addr, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readLong(int addr) {
    try {
      return bytes.getLong(addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public void writeLong(int addr, long value) {
    try {
      bytes.putLong(addr, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public float readFloat(int addr) {
    try {
      return bytes.getFloat(addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readF32(int addr) {
    return readInt(addr);
  }

  @Override
  public void writeF32(int addr, float value) {
    try {
      bytes.putFloat(addr, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public double readDouble(int addr) {
    try {
      return bytes.getDouble(addr);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  @Override
  public long readF64(int addr) {
    return readLong(addr);
  }

  @Override
  public void writeF64(int addr, double value) {
    try {
      bytes.putDouble(addr, value);
    } catch (IndexOutOfBoundsException e) {
      throw outOfBounds();
    }
  }

  /** Addresses and sizes with the top bit set are beyond every memory this engine can have. */
  private void check(int addr, int size) {
    if (addr < 0 || size < 0 || (long) addr + size > bytes.limit()) {
      throw outOfBounds();
    }
  }
}
