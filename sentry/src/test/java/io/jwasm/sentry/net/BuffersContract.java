package io.jwasm.sentry.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.HeapMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PageAllocator;
import io.jwasm.sentry.mm.Region;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers of several buffers, in memories that the host reaches and others. */
abstract class BuffersContract extends SocketContract {
  private static final int BUFFERS = 65_536;
  private static final int[] LENGTHS = {1, 0, 40_000, 2, 20_000, 0, 5_504};
  private static final int TOTAL = 65_507;

  /** Where the memory comes from. */
  enum Memory {
    MEMFD,
    HEAP
  }

  @ParameterizedTest
  @EnumSource
  void severalBuffersAreOneDatagram(Memory kind) throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    GuestMemory from = filled(kind);
    GuestMemory to = memory(kind);
    assertThat(network().sendTo(KERNEL, here, all(from), there.localAddress())).isEqualTo(TOTAL);
    MessageHeader header = new MessageHeader();
    long count = start(task -> there.receive(task, all(to), MessageHeader.PEEK, header)).result();
    assertThat(count).isEqualTo(TOTAL);
    assertThat(header.truncated()).isFalse();
    assertSame(from, to);
    assertThat(there.receive(KERNEL, to.ioSequence(0, 3), 0, header)).isEqualTo(40_001);
    assertThat(header.truncated()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsLongerThanAnyIsRefused(Memory kind) throws Exception {
    Socket here = datagrams();
    GuestMemory from = filled(kind);
    from.putInt(8 * 6 + 4, 5_505);
    assertThatThrownBy(() -> network().sendTo(KERNEL, here, all(from), here.localAddress()))
        .isSameAs(Errno.EMSGSIZE.exception());
    from.putInt(8 * 6 + 4, 100_000);
    assertThatThrownBy(() -> network().sendTo(KERNEL, here, all(from), here.localAddress()))
        .isSameAs(Errno.EMSGSIZE.exception());
  }

  @ParameterizedTest
  @EnumSource
  void aDatagramOfNoBuffersIsEmpty(Memory kind) throws Exception {
    Socket here = datagrams();
    Socket there = datagrams();
    GuestMemory memory = memory(kind);
    network().sendTo(KERNEL, here, memory.ioSequence(0, 0), there.localAddress());
    send(here, there, "abc");
    MessageHeader header = new MessageHeader();
    assertThat(start(task -> there.receive(task, all(memory), 0, header)).result()).isZero();
    assertThat(header.truncated()).isFalse();
    long lost = start(task -> there.receive(task, memory.ioSequence(0, 0), 0, header)).result();
    assertThat(lost).isZero();
    assertThat(header.truncated()).isTrue();
  }

  private void send(Socket here, Socket there, String text) throws Exception {
    network().sendTo(KERNEL, here, bytes(text), there.localAddress());
  }

  @ParameterizedTest
  @EnumSource
  void severalBuffersOfAStreamAreSentAndFilledInOrder(Memory kind) throws Exception {
    Pair pair = pair();
    GuestMemory from = filled(kind);
    GuestMemory to = memory(kind);
    TestProcess<Long> writer = start(task -> pair.client().write(task, all(from)));
    long read =
        start(task -> pair.server().receive(task, all(to), MessageHeader.WAITALL, null)).result();
    assertThat(read).isEqualTo(TOTAL);
    assertThat(writer.result()).isEqualTo(TOTAL);
    assertSame(from, to);
  }

  @ParameterizedTest
  @EnumSource
  void severalBuffersPeekIntoAStream(Memory kind) throws Exception {
    Pair pair = pair();
    GuestMemory to = memory(kind);
    send(pair.client(), "abcd");
    long peeked =
        start(task -> pair.server().receive(task, all(to), MessageHeader.PEEK, null)).result();
    assertThat(peeked).isEqualTo(4);
    assertThat(new String(bytes(to, 2), 0, 3, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("bcd");
    assertThat(receive(pair.server(), 100)).isEqualTo("abcd");
  }

  private static IoSequence all(GuestMemory memory) throws Exception {
    return memory.ioSequence(0, LENGTHS.length);
  }

  /** Returns a memory with iovecs at 0, whose buffers lie apart. */
  private static GuestMemory memory(Memory kind) throws Exception {
    PageAllocator pages =
        switch (kind) {
          case MEMFD -> MemoryFile.temporary(MemoryLimit.none());
          case HEAP -> HeapMemory.within(MemoryLimit.none());
        };
    Region region = pages.reserve(8);
    region.commit(8);
    GuestMemory memory = new GuestMemory(region);
    int address = BUFFERS;
    for (int i = 0; i < LENGTHS.length; i++) {
      memory.putInt(8 * i, address);
      memory.putInt(8 * i + 4, LENGTHS[i]);
      address += LENGTHS[i] + 77;
    }
    return memory;
  }

  private static GuestMemory filled(Memory kind) throws Exception {
    GuestMemory memory = memory(kind);
    byte[] noise = new byte[memory.sizeBytes() - BUFFERS];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (i * 31 + (i >> 8));
    }
    memory.putBytes(BUFFERS, noise);
    return memory;
  }

  private static void assertSame(GuestMemory from, GuestMemory to) throws Exception {
    for (int i = 0; i < LENGTHS.length; i++) {
      assertThat(bytes(to, i)).isEqualTo(bytes(from, i));
    }
    // Nothing lies between the buffers.
    assertThat(to.getInt(BUFFERS + 1)).isZero();
  }

  private static byte[] bytes(GuestMemory memory, int iovec) throws Exception {
    byte[] bytes = new byte[LENGTHS[iovec]];
    memory.getBytes(memory.getInt(8 * iovec), bytes);
    return bytes;
  }
}
