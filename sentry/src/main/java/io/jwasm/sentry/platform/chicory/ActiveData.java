package io.jwasm.sentry.platform.chicory;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.OpCode;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.mm.StartState;
import io.jwasm.sentry.platform.CodeCache;
import io.jwasm.sentry.platform.ModuleImage;
import io.jwasm.sentry.platform.ModuleScan;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the data segments of a module lay into its memory, where that is known before there is one:
 * all of them are active, in the one memory that is the instance's own, at constant addresses
 * within what it begins with. Any other module's are copied, and trap where they have to.
 */
final class ActiveData {
  /** Most that lies between the first and the last byte: as the launcher stores it. */
  private static final int MOST_BYTES = 64 << 20;

  /** Data that is spread thinner is cheaper to copy than to keep with all the zeros between. */
  private static final int SPREAD = 4;

  /** As in {@code start.h}; what makes the pages is the module alone. */
  private static final String KEY_SUFFIX = ".start";

  private final DataSegment[] segments;
  private final int begin;
  private final int end;

  private ActiveData(DataSegment[] segments, int begin, int end) {
    this.segments = segments;
    this.begin = begin;
    this.end = end;
  }

  /**
   * Returns what memories of a module begin with, from the cache or made now; null when its data is
   * to be copied.
   */
  static StartState startState(
      ModuleImage image, ModuleScan scan, WasmModule module, CodeCache cache) {
    long weight = StartState.weight(scan.dataBytes(), scan.dataSegments());
    MemoryLimits memory = StartState.pays(weight) ? ownMemory(module) : null;
    if (memory == null) {
      return null;
    }
    String key = cache == CodeCache.none() ? "" : image.sha256() + KEY_SUFFIX;
    StartState kept = cache.start(key);
    if (kept != null) {
      // Kept only for a module whose data it is all of.
      return kept;
    }
    ActiveData data = of(module.dataSection().dataSegments(), memory);
    return data == null ? null : data.make(key, cache);
  }

  private static MemoryLimits ownMemory(WasmModule module) {
    if (module.importSection().count(ExternalType.MEMORY) > 0
        || module.memorySection().isEmpty()
        || module.memorySection().get().memoryCount() == 0) {
      return null;
    }
    MemoryLimits limits = module.memorySection().get().getMemory(0).limits();
    return limits.shared() ? null : limits;
  }

  private static ActiveData of(DataSegment[] segments, MemoryLimits memory) {
    long size = (long) memory.initialPages() * PageAllocator.PAGE_SIZE;
    long begin = size;
    long end = 0;
    long bytes = 0;
    for (DataSegment segment : segments) {
      long address = address(segment);
      int length = segment.data().length;
      if (address < 0 || address + length > size) {
        return null;
      }
      if (length > 0) {
        begin = Math.min(begin, address);
        end = Math.max(end, address + length);
        bytes += length;
      }
    }
    begin = begin / StartState.PAGE_SIZE * StartState.PAGE_SIZE;
    end = (end + StartState.PAGE_SIZE - 1) / StartState.PAGE_SIZE * StartState.PAGE_SIZE;
    long span = end - begin;
    long weight = StartState.weight(bytes, segments.length);
    return span > 0 && span <= MOST_BYTES && span / SPREAD <= weight
        ? new ActiveData(segments, (int) begin, (int) end)
        : null;
  }

  /** Returns where an active segment of memory 0 lies, -1 when that is not a constant. */
  private static long address(DataSegment segment) {
    if (!(segment instanceof ActiveDataSegment active) || active.index() != 0) {
      return -1;
    }
    List<Instruction> offset = active.offsetInstructions();
    boolean constant =
        !offset.isEmpty()
            && offset.getFirst().opcode() == OpCode.I32_CONST
            && (offset.size() == 1
                || (offset.size() == 2 && offset.getLast().opcode() == OpCode.END));
    return constant ? Integer.toUnsignedLong((int) offset.getFirst().operand(0)) : -1;
  }

  private StartState make(String key, CodeCache cache) {
    int length = end - begin;
    long address = HostKernel.reserve(length);
    if (address < 0) {
      return null;
    }
    try {
      ByteBuffer pages =
          HostKernel.commit(address, length) == 0 ? HostKernel.bufferAt(address, length) : null;
      if (pages == null) {
        return null;
      }
      for (DataSegment segment : segments) { // a later one wins where they overlap
        if (segment.data().length > 0) {
          pages.put((int) address(segment) - begin, segment.data());
        }
      }
      StartState kept = cache.putStart(key, begin, pages);
      return kept == null ? StartState.inMemory(begin, pages) : kept;
    } finally {
      HostKernel.unmap(address, length);
    }
  }
}
