package io.jwasm.sentry.mm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.host.HostKernel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Files that states are in; what memories do with them is {@link PageAllocatorContract}'s. */
final class StartStateTest {
  @Test
  void aStateOfOurOwnCannotBeChangedByAnybody() {
    ByteBuffer pages = ByteBuffer.allocateDirect(8192);
    long address = HostKernel.addressOf(pages);
    int fd = HostKernel.sealed(address, 8192);
    assertThat(fd).isPositive();
    assertThat(HostKernel.pwrite(fd, address, 1, 0)).isEqualTo(-1); // EPERM
    assertThat(HostKernel.ftruncate(fd, 0)).isEqualTo(-1);
    assertThat(HostKernel.ftruncate(fd, 16_384)).isEqualTo(-1);
    HostKernel.close(fd);
    assertThat(StartState.inMemory(65_536, pages).end()).isEqualTo(73_728);
  }

  @Test
  void whatIsNotInTheFileIsNotMapped() {
    int fd = HostKernel.memfd();
    HostKernel.ftruncate(fd, 4096 + 8192);
    assertThat(StartState.inFile(fd, 4096, 65_536, 8192)).isNotNull();
    assertThat(StartState.inFile(fd, 4096, 65_536, 12_288)).as("longer").isNull();
    assertThat(StartState.inFile(fd, 8192, 65_536, 8192)).as("shifted").isNull();
    assertThat(StartState.inFile(fd, 4097, 65_536, 4096)).isNull();
    assertThat(StartState.inFile(fd, 4096, 65_537, 4096)).isNull();
    assertThat(StartState.inFile(fd, 4096, 65_536, 4095)).isNull();
    assertThat(StartState.inFile(fd, 4096, 65_536, 0)).isNull();
    assertThat(StartState.inFile(fd, 4096, 65_536, -4096)).isNull();
    assertThat(StartState.inFile(fd, -4096, 65_536, 4096)).isNull();
    assertThat(StartState.inFile(fd, 4096, -4096, 4096)).isNull();
    assertThat(StartState.inFile(fd, 4096, 1L << 31, 4096)).isNull();
    assertThat(StartState.inFile(fd, 4096, Long.MAX_VALUE - 4095, 4096)).isNull();
    assertThat(StartState.inFile(fd, 4096, 65_536, Long.MAX_VALUE - 4095)).isNull();
    HostKernel.close(fd);
    assertThat(StartState.inFile(fd, 4096, 65_536, 4096)).as("closed").isNull();
    assertThat(StartState.inFile(-71, 0, 0, 4096)).as("none came").isNull();
  }

  /** CPython has 7 MB in 24,171 pieces, hello a hundred bytes in one. */
  @Test
  void littleDataIsCopied() {
    assertThat(StartState.pays(StartState.weight(100, 1))).isFalse();
    assertThat(StartState.pays(StartState.weight(200_000, 50))).isFalse();
    assertThat(StartState.pays(StartState.weight(16_000, 300))).isTrue();
    assertThat(StartState.pays(StartState.weight(600_000, 1))).isTrue();
    assertThat(StartState.pays(StartState.weight(7_000_000, 24_171))).isTrue();
    assertThat(StartState.pays(StartState.weight(Integer.MAX_VALUE, Integer.MAX_VALUE))).isTrue();
  }
}
