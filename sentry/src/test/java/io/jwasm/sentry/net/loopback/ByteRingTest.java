package io.jwasm.sentry.net.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryLimit;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteRingTest {
  private static final int CAPACITY = 65_536;

  private final MemoryLimit limit = MemoryLimit.ofBytes(CAPACITY);
  private final ByteRing ring = new ByteRing(limit);

  @Test
  void bytesComeOutAsTheyWentInThroughAllWrapsAndGrowths() throws Exception {
    Random random = new Random(42);
    int in = 0;
    int out = 0;
    while (out < 1 << 20) {
      ByteBuffer source = ByteBuffer.allocate(1 + random.nextInt(20_000));
      for (int i = 0; i < source.capacity(); i++) {
        source.put(i, (byte) (in + i));
      }
      in += ring.put(IoSequence.of(source), CAPACITY);
      ByteBuffer sink = ByteBuffer.allocate(1 + random.nextInt(20_000));
      int peeked = ring.peek(IoSequence.of(sink));
      assertThat(ring.get(IoSequence.of(sink))).isEqualTo(peeked);
      for (int i = 0; i < peeked; i++) {
        assertThat(sink.get(i)).isEqualTo((byte) (out + i));
      }
      out += peeked;
      assertThat(ring.used()).isEqualTo(in - out);
    }
  }

  @Test
  void memoryFollowsWhatIsPutIn() throws Exception {
    assertThat(limit.chargedBytes()).isZero();
    ring.put(zeros(1), CAPACITY);
    assertThat(limit.chargedBytes()).isEqualTo(4096);
    ring.put(zeros(8192), CAPACITY);
    assertThat(limit.chargedBytes()).isEqualTo(16_384);
    ring.put(zeros(CAPACITY), CAPACITY);
    assertThat(limit.chargedBytes()).isEqualTo(CAPACITY);
    assertThat(ring.room(CAPACITY)).isZero();
    assertThat(ring.put(zeros(1), CAPACITY)).isZero();
    ring.release();
    assertThat(limit.chargedBytes()).isZero();
  }

  @Test
  void aCapacityThatFallsBelowWhatIsThereLeavesIt() throws Exception {
    ring.put(zeros(20_000), CAPACITY);
    assertThat(ring.room(4096)).isZero();
    assertThat(ring.put(zeros(1), 4096)).isZero();
    assertThat(ring.get(zeros(30_000))).isEqualTo(20_000);
    assertThat(ring.put(zeros(10_000), 5000)).isEqualTo(5000);
  }

  @Test
  void withoutMemoryForMoreItMakesDoUntilItIsEmpty() throws Exception {
    ring.put(zeros(4096), CAPACITY);
    limit.move(4096);
    assertThat(ring.put(zeros(1), CAPACITY)).isZero();
    assertThat(ring.room(CAPACITY)).isZero();
    ring.get(zeros(96));
    assertThat(ring.room(CAPACITY)).isEqualTo(96);
    ring.get(zeros(4000));
    assertThat(ring.room(CAPACITY)).isEqualTo(CAPACITY);
    ring.release();
    limit.move(0);
    assertThatThrownBy(() -> ring.put(zeros(1), CAPACITY)).isSameAs(Errno.ENOBUFS.exception());
  }

  private static IoSequence zeros(int length) {
    return IoSequence.of(ByteBuffer.allocate(length));
  }
}
