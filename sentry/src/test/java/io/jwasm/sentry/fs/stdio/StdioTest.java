package io.jwasm.sentry.fs.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.InheritedFdNumber;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams on descriptors that are known only by their number. */
final class StdioTest {
  private record Nobody(int uid, int gid) implements Caller {}

  private static final Caller NOBODY = new Nobody(1, 1);

  @TempDir private Path dir;

  @Test
  void inputIsReadUntilItsEnd() throws Exception {
    Path file = Files.writeString(dir.resolve("in"), "abc");
    try (FileInputStream open = new FileInputStream(file.toFile())) {
      FileDescription in =
          Stdio.input(new StdioConfig(InheritedFdNumber.of(open.getFD()), FileType.REGULAR));
      Region region = memory();
      IoSequence buffers = ranges(region, 100, 2, 200, 2);
      assertThat(in.read(NOBODY, buffers)).isEqualTo(3);
      assertThat(region.bytes().get(101)).isEqualTo((byte) 'b');
      assertThat(region.bytes().get(200)).isEqualTo((byte) 'c');
      assertThat(in.read(NOBODY, IoSequence.of(ByteBuffer.allocateDirect(4)))).isZero();
      assertThat(in.type()).isEqualTo(FileType.REGULAR);
      assertThat(in.writable()).isFalse();
    }
  }

  @Test
  void outputGathersItsBuffers() throws Exception {
    Path file = dir.resolve("out");
    try (FileOutputStream open = new FileOutputStream(file.toFile())) {
      FileDescription out =
          Stdio.output(new StdioConfig(InheritedFdNumber.of(open.getFD()), FileType.FIFO));
      assertThat(out.write(NOBODY, text("hello "))).isEqualTo(6);
      Region world = memory();
      world.bytes().put(0, bytes("wor-ld"), 0, 6);
      assertThat(out.write(NOBODY, ranges(world, 0, 3, 9, 0, 4, 2))).isEqualTo(5);
      assertThat(out.write(NOBODY, ranges(world))).isZero();
      assertThat(Files.readString(file)).isEqualTo("hello world");
      assertThat(out.readable()).isFalse();
    }
  }

  @Test
  void anAbsentStreamIsDevNull() throws Exception {
    FileDescription in = Stdio.input(StdioConfig.absent());
    FileDescription out = Stdio.output(StdioConfig.absent());
    assertThat(in.read(NOBODY, IoSequence.of(ByteBuffer.allocateDirect(4)))).isZero();
    assertThat(out.write(NOBODY, text("hello"))).isEqualTo(5);
  }

  @Test
  void anInheritedMemoryFileGrowsInPlace() throws Exception {
    int place = HostKernel.openPlace(dir.toString().getBytes(StandardCharsets.UTF_8));
    int flags = HostConstants.O_RDWR | HostConstants.O_CREAT;
    // Nobody else may close the number: the memory file does, when it is collected.
    int fd = HostKernel.open(place, "memory".getBytes(StandardCharsets.UTF_8), flags, 0600);
    HostKernel.close(place);
    MemoryLimit limit = MemoryLimit.ofBytes(3 * 65536);
    MemoryFile pages = MemoryFile.inherited(fd, limit);
    Region first = pages.reserve(32767);
    Region second = pages.reserve(2);
    assertThat(first.commit(2)).isTrue();
    first.bytes().put(65536, (byte) 7);
    assertThat(second.commit(2)).isFalse();
    assertThat(second.commit(1)).isTrue();
    assertThat(second.bytes().get(0)).isZero();
    assertThat(pages.committedBytes()).isEqualTo(3 * 65536);
    first.close();
    assertThat(second.commit(2)).isTrue();
    assertThatThrownBy(() -> pages.reserve(32768)).isSameAs(Errno.EINVAL.exception());
  }

  @Test
  void theRandomDeviceSurvivesTheKillOfItsReader() throws Exception {
    try (FileInputStream open = new FileInputStream("/dev/urandom")) {
      RandomSource random = RandomSource.device(InheritedFdNumber.of(open.getFD()));
      Thread.currentThread().interrupt();
      ByteBuffer bytes = ByteBuffer.allocate(10_000);
      random.fill(bytes);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(bytes.hasRemaining()).isFalse();
      random.fill(bytes.flip());
      assertThat(bytes.array()).isNotEqualTo(new byte[10_000]);
    }
  }

  private static IoSequence text(String text) {
    return IoSequence.of(bytes(text));
  }

  private static ByteBuffer bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static Region memory() throws Exception {
    Region region = MemoryFile.temporary(MemoryLimit.none()).reserve(1);
    region.commit(1);
    return region;
  }

  /** Addresses and lengths, in pairs. */
  private static IoSequence ranges(Region region, int... pairs) throws Exception {
    for (int i = 0; i < pairs.length; i++) {
      region.bytes().putInt(1000 + i * 4, pairs[i]);
    }
    return new GuestMemory(region).ioSequence(1000, pairs.length / 2);
  }
}
