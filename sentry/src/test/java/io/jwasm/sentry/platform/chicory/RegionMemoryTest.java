package io.jwasm.sentry.platform.chicory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PageAllocatorConfig;
import io.jwasm.sentry.mm.PageAllocators;
import io.jwasm.sentry.mm.Region;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A memory of one page that can have three; END is its size. */
@ParameterizedClass
@ValueSource(strings = {"memfd", "anonymous", "heap"})
final class RegionMemoryTest {
  private static final int END = 65536;

  @Parameter String allocator;

  private RegionMemory memory;

  @BeforeEach
  void makeMemory() throws Exception {
    MemoryLimits limits = new MemoryLimits(1, 3, true);
    Region region =
        PageAllocators.open(
                allocator, PageAllocatorConfig.of(HostKernel.memfd(), MemoryLimit.none()))
            .reserveShared(3);
    region.commit(1);
    memory = new RegionMemory(region, limits, false);
  }

  @Test
  void everyWidthIsLittleEndianAndUnaligned() {
    memory.writeLong(1, 0x0807060504030201L);
    assertThat(memory.readBytes(0, 10)).isEqualTo(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 0});
    assertThat(memory.read(8)).isEqualTo((byte) 8);
    assertThat(memory.readShort(3)).isEqualTo((short) 0x0403);
    assertThat(memory.readInt(2)).isEqualTo(0x05040302);
    assertThat(memory.readLong(0)).isEqualTo(0x0706050403020100L);
    memory.writeShort(20, (short) -2);
    assertThat(memory.readU16(20)).isEqualTo(0xfffe);
    memory.writeF32(31, 1.5f);
    assertThat(memory.readFloat(31)).isEqualTo(1.5f);
    assertThat(memory.readF32(31)).isEqualTo(0x3fc00000);
    memory.writeF64(41, -2.0);
    assertThat(memory.readDouble(41)).isEqualTo(-2.0);
    assertThat(memory.readF64(41)).isEqualTo(0xc000000000000000L);
  }

  @Test
  void theLastBytesCanBeReachedAndNoneBeyond() {
    for (int width : new int[] {1, 2, 4, 8}) {
      access(width, END - width);
      for (int address : new int[] {END - width + 1, END, -1, Integer.MIN_VALUE, 1 << 30}) {
        traps(() -> access(width, address));
      }
    }
  }

  @Test
  void bulkOperationsEndAtTheMemorysEnd() {
    memory.fill((byte) 7, END - 2, END);
    assertThat(memory.readBytes(END - 3, 3)).isEqualTo(new byte[] {0, 7, 7});
    memory.copy(END - 1, 0, 1);
    assertThat(memory.read(END - 1)).isZero();
    memory.fill((byte) 1, END, END);
    memory.copy(END, END, 0);
    memory.write(END, new byte[0], 0, 0);
    traps(() -> memory.fill((byte) 1, END - 1, END + 1));
    traps(() -> memory.fill((byte) 1, 10, 9)); // a size of 2^32 - 1
    traps(() -> memory.fill((byte) 1, -1, 0));
    traps(() -> memory.fill((byte) 1, END + 1, END + 1));
    traps(() -> memory.copy(END - 1, 0, 2));
    traps(() -> memory.copy(0, END - 1, 2));
    traps(() -> memory.copy(0, 0, -1));
    traps(() -> memory.write(END - 1, new byte[2], 0, 2));
    traps(() -> memory.write(0, new byte[2], 1, 2));
    traps(() -> memory.readBytes(0, -1));
    traps(() -> memory.readBytes(-8, 8));
  }

  @Test
  void copyWithinItselfMovesAsIfThroughAnother() {
    memory.write(0, new byte[] {1, 2, 3, 4, 5});
    memory.copy(1, 0, 4);
    assertThat(memory.readBytes(0, 5)).isEqualTo(new byte[] {1, 1, 2, 3, 4});
    memory.copy(0, 1, 4);
    assertThat(memory.readBytes(0, 5)).isEqualTo(new byte[] {1, 2, 3, 4, 4});
  }

  @Test
  void growingKeepsBytesAndBringsZeros() {
    memory.writeByte(END - 1, (byte) 9);
    assertThat(memory.grow(0)).isEqualTo(1);
    assertThat(memory.grow(1)).isEqualTo(1);
    assertThat(memory.pages()).isEqualTo(2);
    assertThat(memory.read(END - 1)).isEqualTo((byte) 9);
    assertThat(memory.read(END)).isZero();
    assertThat(memory.grow(2)).isEqualTo(-1);
    assertThat(memory.grow(-1)).isEqualTo(-1);
    assertThat(memory.grow(Integer.MIN_VALUE)).isEqualTo(-1);
    assertThat(memory.grow(1)).isEqualTo(2);
    assertThat(memory.maximumPages()).isEqualTo(3);
  }

  @Test
  void aMemoryThatMovesIsFollowed() throws Exception {
    Region region =
        PageAllocators.open(
                allocator, PageAllocatorConfig.of(HostKernel.memfd(), MemoryLimit.none()))
            .reserve(300);
    region.commit(1);
    RegionMemory moving = new RegionMemory(region, new MemoryLimits(1, 300, false), false);
    for (int page = 1; page < 300; page++) {
      moving.writeI32(page * END - 4, page);
      assertThat(moving.grow(1)).isEqualTo(page);
      assertThat(moving.readInt(page * END)).isZero();
      assertThat(moving.readInt(page * END - 4)).isEqualTo(page);
    }
    assertThat(moving.readInt(END - 4)).isEqualTo(1);
    traps(() -> moving.read(300 * END));
  }

  @Test
  void atomicsOfEveryWidthAgreeWithPlainArithmetic() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      long before = random.nextLong();
      long operand = random.nextLong();
      int address = 8 * random.nextInt(END / 8);
      memory.writeLong(address, before);
      assertThat(memory.atomicAddLong(address, operand)).isEqualTo(before);
      assertThat(memory.atomicReadLong(address)).as("seed %d", seed).isEqualTo(before + operand);
      memory.writeLong(address, before);
      assertThat(memory.atomicXorInt(address + 4, (int) operand)).isEqualTo((int) (before >> 32));
      assertThat(memory.readLong(address))
          .as("seed %d", seed)
          .isEqualTo(before ^ ((operand & 0xffffffffL) << 32));
      memory.writeLong(address, before);
      assertThat(memory.atomicAddShort(address + 2, (short) operand))
          .isEqualTo((short) (before >> 16));
      assertThat(memory.readShort(address + 2)).isEqualTo((short) ((before >> 16) + operand));
      assertThat(memory.readInt(address + 4)).as("seed %d", seed).isEqualTo((int) (before >> 32));
      memory.writeLong(address, before);
      assertThat(memory.atomicXchgByte(address + 7, (byte) operand))
          .isEqualTo((byte) (before >> 56));
      assertThat(memory.readLong(address))
          .as("seed %d", seed)
          .isEqualTo((before & 0x00ffffffffffffffL) | (operand << 56));
    }
  }

  @Test
  void compareAndExchangeChangesOnlyWhatIsExpected() {
    memory.writeI32(4, 0x11223344);
    assertThat(memory.atomicCmpxchgByte(5, (byte) 0x33, (byte) 0x77)).isEqualTo((byte) 0x33);
    assertThat(memory.readInt(4)).isEqualTo(0x11227744);
    assertThat(memory.atomicCmpxchgShort(6, (short) 1, (short) 2)).isEqualTo((short) 0x1122);
    assertThat(memory.readInt(4)).isEqualTo(0x11227744);
    assertThat(memory.atomicCmpxchgInt(4, 0x11227744, -1)).isEqualTo(0x11227744);
    assertThat(memory.atomicCmpxchgLong(0, -4294967296L, 5)).isEqualTo(-4294967296L);
    assertThat(memory.readLong(0)).isEqualTo(5);
  }

  @Test
  void atomicsTrapBeyondTheEnd() {
    traps(() -> memory.atomicReadInt(END));
    traps(() -> memory.atomicWriteLong(END, 1));
    traps(() -> memory.atomicAddByte(END, (byte) 1));
    traps(() -> memory.atomicReadInt(-4));
    traps(() -> memory.atomicNotify(END, 1));
  }

  @Test
  void waitingEndsByTimeOrNotAtAll() {
    assertThat(memory.atomicWait(0, 1, -1)).isEqualTo(1); // the value is another
    assertThat(memory.atomicWait(0, 0, 1_000_000L)).isEqualTo(2);
    assertThat(memory.atomicNotify(0, 5)).isZero();
  }

  @Test
  void aWaiterIsWoken() throws Exception {
    int[] result = {-1};
    Thread waiter = new Thread(() -> result[0] = memory.atomicWait(0, 0L, -1));
    waiter.start();
    while (memory.atomicNotify(0, -1) == 0) {
      Thread.onSpinWait();
    }
    waiter.join();
    assertThat(result[0]).isZero();
  }

  private void access(int width, int address) {
    switch (width) {
      case 1 -> memory.writeByte(address, memory.read(address));
      case 2 -> memory.writeShort(address, memory.readShort(address));
      case 4 -> memory.writeI32(address, memory.readInt(address));
      default -> memory.writeLong(address, memory.readLong(address));
    }
  }

  private static void traps(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(WasmRuntimeException.class)
        .hasMessage("out of bounds memory access");
  }
}
