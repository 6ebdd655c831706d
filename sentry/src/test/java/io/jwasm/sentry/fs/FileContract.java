package io.jwasm.sentry.fs;

import static io.jwasm.sentry.fs.Tree.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.Region;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Whence;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Regular files and what is in them. */
interface FileContract extends TreeContract {
  int READ_WRITE = OpenFlags.READ | OpenFlags.WRITE;

  /** Where the buffers of a memory begin. */
  int BUFFERS = 256;

  @Test
  default void aFileIsEmptyUntilItIsWritten() throws Exception {
    tree().create("f", 0640).drop();
    assertThat(tree().read("f")).isEmpty();
    assertThat(tree().stat("f").type()).isEqualTo(FileType.REGULAR);
    assertThat(tree().stat("f").mode()).isEqualTo(0640);
    assertThat(tree().stat("f").links()).isEqualTo(1);
    assertThat(tree().stat("f").sizeBytes()).isZero();
    tree().write("f", "content");
    assertThat(tree().read("f")).isEqualTo("content");
    assertThat(tree().stat("f").sizeBytes()).isEqualTo(7);
  }

  @Test
  default void whatIsNotThereCannotBeOpened() {
    fails(Errno.ENOENT, () -> tree().open("f", OpenFlags.READ));
    fails(Errno.ENOENT, () -> tree().open("d/f", OpenFlags.WRITE | OpenFlags.CREATE));
  }

  @Test
  default void whatIsThereIsNotMadeAgain() throws Exception {
    tree().write("f", "old");
    fails(Errno.EEXIST, () -> tree().create("f", 0666));
    tree().open("f", OpenFlags.WRITE | OpenFlags.CREATE).drop();
    assertThat(tree().read("f")).isEqualTo("old");
  }

  @Test
  default void transfersMoveTheOffset() throws Exception {
    FileDescription file = tree().create("f", 0666);
    assertThat(file.write(tree().caller(), text("abc"))).isEqualTo(3);
    assertThat(file.write(tree().caller(), text("def"))).isEqualTo(3);
    assertThat(file.seek(0, Whence.CURRENT)).isEqualTo(6);
    assertThat(file.seek(-4, Whence.END)).isEqualTo(2);
    assertThat(file.write(tree().caller(), text("X"))).isEqualTo(1);
    ByteBuffer two = ByteBuffer.allocateDirect(2);
    assertThat(file.read(tree().caller(), IoSequence.of(two))).isEqualTo(2);
    assertThat((char) two.get(0)).isEqualTo('d');
    assertThat(file.seek(0, Whence.CURRENT)).isEqualTo(5);
    assertThat(tree().read(file, 0)).isEqualTo("abXdef");
    file.drop();
  }

  @Test
  default void transfersAtAPositionLeaveTheOffset() throws Exception {
    FileDescription file = tree().create("f", 0666);
    file.write(tree().caller(), text("abc"));
    assertThat(file.pwrite(tree().caller(), text("Z"), 1)).isEqualTo(1);
    assertThat(tree().read(file, 1)).isEqualTo("Zc");
    assertThat(file.seek(0, Whence.CURRENT)).isEqualTo(3);
    file.drop();
  }

  @Test
  default void anOffsetIsNeverNegative() throws Exception {
    FileDescription file = tree().create("f", 0666);
    fails(Errno.EINVAL, () -> file.seek(-1, Whence.SET));
    fails(Errno.EINVAL, () -> file.seek(-1, Whence.CURRENT));
    fails(Errno.EINVAL, () -> file.seek(-1, Whence.END));
    file.drop();
  }

  @Test
  default void readingBehindTheEndGivesNothing() throws Exception {
    FileDescription file = tree().create("f", 0666);
    file.write(tree().caller(), text("abc"));
    assertThat(tree().read(file, 3)).isEmpty();
    assertThat(tree().read(file, 1L << 40)).isEmpty();
    file.seek(1L << 40, Whence.SET);
    assertThat(file.read(tree().caller(), IoSequence.of(ByteBuffer.allocateDirect(1)))).isZero();
    file.drop();
  }

  @Test
  default void aHoleReadsAsZeros() throws Exception {
    FileDescription file = tree().create("f", 0666);
    file.pwrite(tree().caller(), text("end"), 1_000_000);
    assertThat(file.stat().sizeBytes()).isEqualTo(1_000_003);
    assertThat(tree().read(file, 999_999)).isEqualTo("\0end");
    assertThat(tree().read(file, 0)).startsWith("\0\0\0\0").hasSize(1_000_003);
    file.drop();
  }

  @Test
  default void appendingGoesToTheEndWhereverTheOffsetIs() throws Exception {
    tree().write("f", "abc");
    FileDescription file = tree().open("f", READ_WRITE | OpenFlags.APPEND);
    file.seek(0, Whence.SET);
    file.write(tree().caller(), text("def"));
    assertThat(file.seek(0, Whence.CURRENT)).isEqualTo(6);
    assertThat(file.pwrite(tree().caller(), text("ghi"), 0)).isEqualTo(3); // as Linux does
    assertThat(tree().read("f")).isEqualTo("abcdefghi");
    file.setStatusFlags(0);
    file.seek(0, Whence.SET);
    file.write(tree().caller(), text("X"));
    assertThat(tree().read("f")).isEqualTo("Xbcdefghi");
    file.drop();
  }

  @Test
  default void truncatingCutsAndFillsWithZeros() throws Exception {
    tree().write("f", "abcdef");
    FileDescription file = tree().open("f", READ_WRITE);
    file.truncate(3);
    assertThat(tree().read(file, 0)).isEqualTo("abc");
    file.truncate(5);
    assertThat(tree().read(file, 0)).isEqualTo("abc\0\0");
    file.truncate(0);
    assertThat(file.stat().sizeBytes()).isZero();
    file.drop();
  }

  @Test
  default void whatWasCutIsGoneWhenTheFileGrowsAgain() throws Exception {
    FileDescription file = tree().create("f", 0666);
    file.write(tree().caller(), text("x".repeat(300_000)));
    file.truncate(5000);
    file.pwrite(tree().caller(), text("end"), 250_000);
    assertThat(tree().read(file, 0)).isEqualTo("x".repeat(5000) + "\0".repeat(245_000) + "end");
    file.drop();
  }

  @Test
  default void openingWithTruncateEmptiesTheFile() throws Exception {
    tree().write("f", "abc");
    tree().open("f", OpenFlags.WRITE | OpenFlags.TRUNCATE).drop();
    assertThat(tree().stat("f").sizeBytes()).isZero();
  }

  @Test
  default void allocatingMakesAFileLongerAndNeverShorter() throws Exception {
    tree().write("f", "abc");
    FileDescription file = tree().open("f", READ_WRITE);
    file.allocate(0, 10_000);
    assertThat(file.stat().sizeBytes()).isEqualTo(10_000);
    file.allocate(0, 1);
    file.allocate(5_000, 1_000);
    assertThat(file.stat().sizeBytes()).isEqualTo(10_000);
    assertThat(tree().read(file, 0)).isEqualTo("abc" + "\0".repeat(9_997));
    file.drop();
  }

  @Test
  default void anOpenFileOutlivesItsName() throws Exception {
    FileDescription file = tree().create("f", 0666);
    file.write(tree().caller(), text("abc"));
    tree().unlink("f");
    assertThat(file.stat().links()).isZero();
    tree().write("f", "another");
    file.write(tree().caller(), text("def"));
    assertThat(tree().read(file, 0)).isEqualTo("abcdef");
    assertThat(tree().read("f")).isEqualTo("another");
    file.drop();
  }

  @Test
  default void severalBuffersAreOneTransfer() throws Exception {
    int[] lengths = {0, 5, 70_000, 0, 1, 8192, 4096, 300_000, 3, 0};
    GuestMemory from = memory(lengths);
    GuestMemory to = memory(lengths);
    byte[] bytes = new byte[from.sizeBytes() - BUFFERS];
    new SplittableRandom(1).nextBytes(bytes);
    from.putBytes(BUFFERS, bytes);
    FileDescription file = tree().create("f", 0666);
    for (int offset : new int[] {0, 1, 4096, 65_535}) {
      assertThat(file.pwrite(tree().caller(), from.ioSequence(0, lengths.length), offset))
          .isEqualTo(382_297);
      assertThat(file.pread(tree().caller(), to.ioSequence(0, lengths.length), offset))
          .isEqualTo(382_297);
      for (int i = 0; i < lengths.length; i++) {
        assertThat(bytes(to, i)).isEqualTo(bytes(from, i));
      }
      file.truncate(0);
    }
    file.drop();
  }

  /** Returns a memory with iovecs of some lengths at 0, whose buffers lie apart. */
  private static GuestMemory memory(int... lengths) throws Exception {
    Region region = MemoryFile.temporary(MemoryLimit.none()).reserve(8);
    region.commit(8);
    GuestMemory memory = new GuestMemory(region);
    int address = BUFFERS;
    for (int i = 0; i < lengths.length; i++) {
      memory.putInt(8 * i, address);
      memory.putInt(8 * i + 4, lengths[i]);
      address += lengths[i] + 77;
    }
    return memory;
  }

  private static byte[] bytes(GuestMemory memory, int iovec) throws Exception {
    byte[] bytes = new byte[memory.getInt(8 * iovec + 4)];
    memory.getBytes(memory.getInt(8 * iovec), bytes);
    return bytes;
  }

  @Test
  default void holesAreReadIntoSeveralBuffers() throws Exception {
    int[] lengths = {100, 0, 9_000, 20_000};
    GuestMemory memory = memory(lengths);
    byte[] ones = new byte[memory.sizeBytes() - BUFFERS];
    Arrays.fill(ones, (byte) 1);
    memory.putBytes(BUFFERS, ones);
    FileDescription file = tree().create("f", 0666);
    file.truncate(29_000);
    assertThat(file.read(tree().caller(), memory.ioSequence(0, lengths.length))).isEqualTo(29_000);
    assertThat(bytes(memory, 0)).containsOnly(0);
    assertThat(bytes(memory, 2)).containsOnly(0);
    byte[] last = bytes(memory, 3);
    assertThat(Arrays.copyOf(last, 19_900)).containsOnly(0);
    assertThat(Arrays.copyOfRange(last, 19_900, 20_000)).containsOnly(1);
    file.drop();
  }

  @Test
  default void aFileIsNoDirectory() throws Exception {
    tree().write("f", "");
    fails(Errno.ENOTDIR, () -> tree().open("f/x", OpenFlags.READ));
    fails(Errno.ENOTDIR, () -> tree().openDirectory("f"));
    fails(Errno.ENOTDIR, () -> tree().stat("f/"));
    fails(Errno.ENOTDIR, () -> tree().mkdir("f/x"));
    fails(Errno.EINVAL, () -> tree().readLink("f"));
  }
}
