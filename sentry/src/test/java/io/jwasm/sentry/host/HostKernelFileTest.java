package io.jwasm.sentry.host;

import static io.jwasm.sentry.host.HostTree.bytes;
import static io.jwasm.sentry.host.HostTree.direct;
import static io.jwasm.sentry.host.HostTree.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostKernelFileTest {
  private final long[] stat = new long[HostConstants.STAT_WORDS];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);
  private final long address = HostKernel.addressOf(buffer);
  private HostTree tree;
  private int fd;

  @BeforeEach
  void openFile(@TempDir Path base) throws IOException {
    tree = new HostTree(base);
    fd = tree.open("file", HostConstants.O_RDWR);
  }

  @AfterEach
  void closeFile() throws IOException {
    HostKernel.close(fd);
    tree.close();
  }

  @Test
  void addressIsThatOfIndexZero() {
    ByteBuffer slice = buffer.position(16).slice();
    assertThat(HostKernel.addressOf(slice)).isEqualTo(address + 16);
    assertThat(HostKernel.addressOf(buffer)).isEqualTo(address);
    assertThat(HostKernel.addressOf(ByteBuffer.allocate(1))).isZero();
    assertThat(HostKernel.addressOf(null)).isZero();
  }

  @Test
  void readAndWriteMoveTheOffset() throws IOException {
    assertThat(HostKernel.read(fd, address, 3)).isEqualTo(3);
    assertThat(text(buffer, 3)).isEqualTo("con");
    assertThat(HostKernel.write(fd, HostKernel.addressOf(direct("TENTS")), 5)).isEqualTo(5);
    assertThat(HostKernel.lseek(fd, 0, HostConstants.SEEK_CUR)).isEqualTo(8);
    assertThat(HostKernel.read(fd, address, 64)).isZero();
    assertThat(tree.top.resolve("file")).hasContent("conTENTS");
  }

  @Test
  void preadAndPwriteDoNot() {
    assertThat(HostKernel.pread(fd, address, 64, 4)).isEqualTo(3);
    assertThat(text(buffer, 3)).isEqualTo("ent");
    assertThat(HostKernel.pwrite(fd, HostKernel.addressOf(direct("X")), 1, 9)).isEqualTo(1);
    assertThat(HostKernel.lseek(fd, 0, HostConstants.SEEK_CUR)).isZero();
    assertThat(HostKernel.lseek(fd, 0, HostConstants.SEEK_END)).isEqualTo(10);
    assertThat(HostKernel.pread(fd, address, 64, 11)).isZero();
    assertThat(HostKernel.pread(fd, address, 64, -1)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.pwrite(fd, address, 1, -1)).isEqualTo(HostErrno.EINVAL);
  }

  @Test
  void vectorsGoToSeveralBuffers() throws IOException {
    long[] iov = {address + 8, 2, address, 0, address, 64};
    assertThat(HostKernel.readv(fd, iov, 3, -1)).isEqualTo(7);
    assertThat(text(buffer, 10)).startsWith("ntent").endsWith("co");
    assertThat(HostKernel.lseek(fd, 0, HostConstants.SEEK_CUR)).isEqualTo(7);
    assertThat(HostKernel.readv(fd, iov, 1, 5)).isEqualTo(2);
    assertThat(text(buffer, 10)).endsWith("nt");
    assertThat(HostKernel.writev(fd, iov, 1, 0)).isEqualTo(2);
    assertThat(HostKernel.writev(fd, iov, 1, -1)).isEqualTo(2);
    assertThat(tree.top.resolve("file")).hasContent("ntntentnt");
    assertThat(HostKernel.readv(fd, iov, 1, -2)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.writev(fd, iov, 0, 0)).isZero();
  }

  @Test
  void vectorsAreBounded() {
    long[] iov = new long[2 * HostConstants.IOV_MAX + 2];
    iov[0] = address;
    iov[1] = 1;
    assertThat(HostKernel.readv(fd, iov, 1024, 0)).isEqualTo(1);
    assertThat(HostKernel.readv(fd, iov, 1025, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.writev(fd, iov, -1, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.writev(fd, iov, Integer.MIN_VALUE, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.readv(fd, new long[3], 2, 0)).isEqualTo(HostErrno.EFAULT);
    assertThat(HostKernel.readv(fd, null, 1, 0)).isEqualTo(HostErrno.EFAULT);
    iov[1] = -1;
    assertThat(HostKernel.writev(fd, iov, 1, 0)).isEqualTo(HostErrno.EINVAL);
  }

  @Test
  void memoryThatIsNotMappedIsRefusedByTheKernel() {
    assertThat(HostKernel.read(fd, 8, 4)).isEqualTo(HostErrno.EFAULT);
    assertThat(HostKernel.write(fd, 8, 4)).isEqualTo(HostErrno.EFAULT);
    assertThat(HostKernel.read(fd, -4096, 4)).isEqualTo(HostErrno.EFAULT);
  }

  @Test
  void callsOnAClosedDescriptorFail() {
    assertThat(HostKernel.close(fd)).isZero();
    assertThat(HostKernel.read(fd, address, 1)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.write(fd, address, 1)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.lseek(fd, 0, 0)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.ftruncate(fd, 0)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.fallocate(fd, 0, 0, 1)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.fadvise(fd, 0, 0, 0)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.fsync(fd)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.fdatasync(fd)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.futimens(fd, 0, 0)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.getFlags(fd)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.setFlags(fd, 0)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.isatty(fd)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.getdents(fd, address, 64)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.fstat(fd, stat)).isEqualTo(HostErrno.EBADF);
  }

  @Test
  void placeCannotBeReadAsItIs() {
    assertThat(HostKernel.read(tree.dir, address, 1)).isEqualTo(HostErrno.EBADF);
    assertThat(HostKernel.getdents(tree.dir, address, 64)).isEqualTo(HostErrno.EBADF);
  }

  @Test
  void sizeIsChangedAndHolesAreMade() {
    assertThat(HostKernel.ftruncate(fd, 1 << 20)).isZero();
    assertThat(HostKernel.lseek(fd, 1 << 16, HostConstants.SEEK_DATA)).isEqualTo(HostErrno.ENXIO);
    assertThat(HostKernel.fallocate(fd, 0, 0, 1 << 20)).isZero();
    HostKernel.fstat(fd, stat);
    assertThat(stat[HostConstants.STAT_SIZE]).isEqualTo(1 << 20);
    assertThat(stat[HostConstants.STAT_BLOCKS]).isGreaterThanOrEqualTo((1 << 20) / 512);
    int punch = HostConstants.FALLOC_FL_PUNCH_HOLE | HostConstants.FALLOC_FL_KEEP_SIZE;
    assertThat(HostKernel.fallocate(fd, punch, 0, 1 << 20)).isZero();
    HostKernel.fstat(fd, stat);
    assertThat(stat[HostConstants.STAT_SIZE]).isEqualTo(1 << 20);
    assertThat(stat[HostConstants.STAT_BLOCKS]).isLessThan(64);
    assertThat(HostKernel.ftruncate(fd, -1)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.fallocate(fd, 0, -1, 1)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.fallocate(fd, 0, Long.MAX_VALUE, 1)).isEqualTo(HostErrno.EFBIG);
  }

  @Test
  void seekOutsideTheFileIsRefused() {
    assertThat(HostKernel.lseek(fd, -1, HostConstants.SEEK_SET)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.lseek(fd, 0, 99)).isEqualTo(HostErrno.EINVAL);
  }

  @Test
  void dataIsSyncedAndAdvised() {
    assertThat(HostKernel.fsync(fd)).isZero();
    assertThat(HostKernel.fdatasync(fd)).isZero();
    assertThat(HostKernel.fadvise(fd, 0, 100, HostConstants.POSIX_FADV_WILLNEED)).isZero();
    assertThat(HostKernel.fadvise(fd, 0, 100, 77)).isEqualTo(HostErrno.EINVAL);
  }

  @Test
  void flagsAreThoseThatJavaNames() {
    assertThat(HostKernel.getFlags(fd)).isEqualTo(HostConstants.O_RDWR | HostConstants.O_NONBLOCK);
    assertThat(HostKernel.setFlags(fd, HostConstants.O_APPEND)).isZero();
    assertThat(HostKernel.getFlags(fd)).isEqualTo(HostConstants.O_RDWR | HostConstants.O_APPEND);
    assertThat(HostKernel.setFlags(fd, 0x4000_0000)).isEqualTo(HostErrno.EINVAL);
    int synced = tree.open("file", HostConstants.O_WRONLY | HostConstants.O_SYNC);
    assertThat(HostKernel.getFlags(synced) & HostConstants.O_SYNC).isEqualTo(HostConstants.O_SYNC);
    HostKernel.close(synced);
  }

  @Test
  void timesAreSetLeftAndTakenFromTheClock() {
    assertThat(HostKernel.futimens(fd, 1_000_000_001, -1_500_000_000)).isZero();
    assertTimes(1_000_000_001, -1_500_000_000);
    assertThat(HostKernel.futimens(fd, HostConstants.TIME_OMIT, 7_000_000_000L)).isZero();
    assertTimes(1_000_000_001, 7_000_000_000L);
    assertThat(HostKernel.futimens(fd, HostConstants.TIME_NOW, HostConstants.TIME_OMIT)).isZero();
    HostKernel.fstat(fd, stat);
    assertThat(stat[HostConstants.STAT_ATIME]).isGreaterThan(1_700_000_000_000_000_000L);
    assertThat(stat[HostConstants.STAT_MTIME]).isEqualTo(7_000_000_000L);
  }

  @Test
  void regularFileIsNoTerminal() {
    assertThat(HostKernel.isatty(fd)).isZero();
  }

  @Test
  void getdentsListsADirectory() throws IOException {
    Files.createDirectory(tree.top.resolve("many"));
    Files.writeString(tree.top.resolve("many/päth"), "");
    int dir = tree.open("many", HostConstants.O_RDONLY | HostConstants.O_DIRECTORY);
    ByteBuffer entries = ByteBuffer.allocateDirect(4096).order(ByteOrder.LITTLE_ENDIAN);
    int length = HostKernel.getdents(dir, HostKernel.addressOf(entries), 4096);
    assertThat(length).isPositive();
    int found = 0;
    for (int at = 0; at < length; at += entries.getShort(at + HostConstants.DIRENT_RECLEN)) {
      byte[] name = new byte[5];
      entries.get(at + HostConstants.DIRENT_NAME, name);
      if (Arrays.equals(name, bytes("päth"))) {
        assertThat(entries.get(at + HostConstants.DIRENT_TYPE)).isEqualTo((byte) 8);
        found++;
      }
    }
    assertThat(found).isEqualTo(1);
    assertThat(HostKernel.getdents(dir, HostKernel.addressOf(entries), 4096)).isZero();
    assertThat(HostKernel.lseek(dir, 0, HostConstants.SEEK_SET)).isZero();
    assertThat(HostKernel.getdents(dir, HostKernel.addressOf(entries), 8))
        .isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.getdents(dir, HostKernel.addressOf(entries), -1))
        .isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.getdents(fd, address, 64)).isEqualTo(HostErrno.ENOTDIR);
    HostKernel.close(dir);
  }

  private void assertTimes(long atime, long mtime) {
    assertThat(HostKernel.fstat(fd, stat)).isZero();
    assertThat(stat[HostConstants.STAT_ATIME]).isEqualTo(atime);
    assertThat(stat[HostConstants.STAT_MTIME]).isEqualTo(mtime);
  }

  @Test
  void memoryFilesAreFilesWithoutAName() {
    int fd = HostKernel.memfd();
    assertThat(fd).isPositive();
    assertThat(HostKernel.ftruncate(fd, 1 << 20)).isZero();
    long[] words = new long[HostConstants.STAT_WORDS];
    assertThat(HostKernel.fstat(fd, words)).isZero();
    assertThat(words[HostConstants.STAT_SIZE]).isEqualTo(1 << 20);
    assertThat(words[HostConstants.STAT_NLINK]).isZero();
    assertThat(words[HostConstants.STAT_BLOCKS]).isZero();
    assertThat(HostKernel.close(fd)).isZero();
  }
}
