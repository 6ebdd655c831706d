package io.jwasm.sentry.fs.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.event.Deadline;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.kernel.Credentials;
import io.jwasm.sentry.kernel.PollSet;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Opening FIFOs and what goes through them, by fifo(7) and pipe(7). */
@Timeout(60)
final class FifosTest {
  private static final Caller ROOT = Credentials.of(0, 0);
  private static final int READ = OpenFlags.READ;
  private static final int WRITE = OpenFlags.WRITE;
  private static final int BOTH = READ | WRITE;
  private static final int NONBLOCK = OpenFlags.NONBLOCK;
  private static final int CAPACITY = 65_536;
  private static final int MEBIBYTE = 1 << 20;

  private final Fifos fifos = new Fifos(MemoryLimit.none());

  private record Node(long number, int mode) {
    Inode inode() {
      Stat stat = new Stat(7, number, FileType.FIFO, mode, 1, 1000, 100, 0, 0, 0, 0);
      return new Inode() {
        @Override
        public FileType type() {
          return FileType.FIFO;
        }

        @Override
        public Stat stat() {
          return stat;
        }
      };
    }
  }

  private final Inode fifo = new Node(1, 0600).inode();

  private FileDescription open(int flags) throws Exception {
    return fifos.open(ROOT, fifo, flags);
  }

  private TestProcess<FileDescription> opening(int flags) {
    return TestProcess.start(task -> fifos.open(task, fifo, flags));
  }

  private TestProcess<Long> reading(FileDescription file, int length) {
    return TestProcess.start(
        task -> file.read(task, IoSequence.of(ByteBuffer.allocateDirect(length))));
  }

  private TestProcess<Long> writing(FileDescription file, int length) {
    return TestProcess.start(task -> file.write(task, noise(length)));
  }

  @Test
  void readerAndWriterWaitForEachOther() throws Exception {
    TestProcess<FileDescription> reader = opening(READ);
    TestProcess<FileDescription> writer = opening(WRITE);
    assertThat(writing(writer.result(), 5).result()).isEqualTo(5);
    assertThat(reading(reader.result(), 10).result()).isEqualTo(5);
    assertThat(reader.result().type()).isEqualTo(FileType.FIFO);
    assertThat(reader.result().stat()).isEqualTo(fifo.stat());
  }

  @Test
  void allNamesOfAnInodeAreOnePipeAndAnotherInodeIsAnother() throws Exception {
    FileDescription reader = open(READ | NONBLOCK);
    FileDescription writer = fifos.open(ROOT, new Node(1, 0600).inode(), WRITE);
    FileDescription other = fifos.open(ROOT, new Node(2, 0600).inode(), BOTH);
    writing(writer, 3).result();
    assertThat(reader.available()).isEqualTo(3);
    assertThat(other.available()).isZero();
    assertThat(fifos.count()).isEqualTo(2);
    reader.drop();
    writer.drop();
    other.drop();
    assertThat(fifos.count()).isZero();
  }

  @Test
  void aPipeIsChargedFromItsFirstByteUntilItsLastUserIsGone() throws Exception {
    MemoryLimit limit = MemoryLimit.ofBytes(CAPACITY);
    Fifos two = new Fifos(limit);
    FileDescription file = two.open(ROOT, fifo, BOTH);
    FileDescription other = two.open(ROOT, new Node(2, 0600).inode(), BOTH);
    assertThat(limit.chargedBytes()).isZero();
    assertThat(writing(file, 1).result()).isEqualTo(1);
    assertThat(limit.chargedBytes()).isEqualTo(CAPACITY);
    assertThat(two.bufferBytes()).isEqualTo(CAPACITY);
    assertThat(writing(other, 1).errno()).isEqualTo(Errno.ENOMEM);

    file.drop();
    assertThat(limit.chargedBytes()).isZero();
    assertThat(writing(other, 1).result()).isEqualTo(1);
    other.drop();
    assertThat(limit.chargedBytes()).isZero();
  }

  @Test
  void aKillEndsTheOpen() throws Exception {
    assertThat(opening(READ).kill().errno()).isEqualTo(Errno.EINTR);
    assertThat(opening(WRITE).kill().errno()).isEqualTo(Errno.EINTR);
    assertThat(fifos.count()).isZero();
  }

  @Test
  void nonblockingOpenWaitsForNobody() throws Exception {
    assertThat(opening(WRITE | NONBLOCK).errno()).isEqualTo(Errno.ENXIO);
    FileDescription reader = open(READ | NONBLOCK);
    FileDescription writer = open(WRITE | NONBLOCK);
    assertThat(writer.writable()).isTrue();
    assertThat(reader.readable()).isTrue();
  }

  @Test
  void bothEndsAtOnceWaitForNobody() throws Exception {
    FileDescription file = open(BOTH);
    assertThat(writing(file, 4).result()).isEqualTo(4);
    assertThat(reading(file, 3).result()).isEqualTo(3);
    assertThat(file.readiness(Readiness.IN | Readiness.OUT))
        .isEqualTo(Readiness.IN | Readiness.OUT);
  }

  @Test
  void neitherEndIsNeitherReaderNorWriter() throws Exception {
    FileDescription none = open(0);
    assertThat(opening(WRITE | NONBLOCK).errno()).isEqualTo(Errno.ENXIO);
    assertThat(none.readable() || none.writable()).isFalse();
  }

  @Test
  void permissionBitsAreTheInodes() throws Exception {
    Inode group = new Node(3, 0240).inode();
    assertThat(errno(Credentials.of(1000, 1), group, READ)).isEqualTo(Errno.EACCES);
    assertThat(errno(Credentials.of(1000, 1), group, WRITE)).isEqualTo(Errno.ENXIO);
    assertThat(errno(Credentials.of(1, 100), group, WRITE)).isEqualTo(Errno.EACCES);
    assertThat(errno(Credentials.of(1, 1), group, WRITE)).isEqualTo(Errno.EACCES);
    assertThat(errno(Credentials.of(0, 0), group, BOTH)).isNull();
    assertThat(errno(Credentials.of(1, 100), group, READ)).isNull();
  }

  private Errno errno(Caller caller, Inode inode, int flags) {
    try {
      fifos.open(caller, inode, flags | NONBLOCK).drop();
      return null;
    } catch (io.jwasm.sentry.errno.ErrnoException e) {
      return e.errno();
    }
  }

  @Test
  void readWaitsForBytesAndEndsWithoutWriters() throws Exception {
    FileDescription reader = open(READ | NONBLOCK);
    assertThat(reading(reader, 4).result()).isZero();
    FileDescription writer = open(WRITE);
    assertThat(reading(reader, 4).errno()).isEqualTo(Errno.EAGAIN);
    reader.setStatusFlags(0);
    TestProcess<Long> first = reading(reader, 4);
    writing(writer, 2).result();
    assertThat(first.result()).isEqualTo(2);
    TestProcess<Long> last = reading(reader, 4);
    writer.drop();
    assertThat(last.result()).isZero();
  }

  @Test
  void writeGoesOnUntilAllIsWritten() throws Exception {
    FileDescription reader = open(READ | NONBLOCK);
    FileDescription writer = open(WRITE);
    reader.setStatusFlags(0);
    TestProcess<Long> write = writing(writer, MEBIBYTE);
    byte[] read = new byte[MEBIBYTE];
    TestProcess<Integer> all =
        TestProcess.start(
            task -> {
              int done = 0;
              while (done < MEBIBYTE) {
                ByteBuffer part = ByteBuffer.allocateDirect(10_007);
                int count = (int) reader.read(task, IoSequence.of(part));
                part.get(0, read, done, Math.min(count, MEBIBYTE - done));
                done += count;
              }
              return done;
            });
    assertThat(all.result()).isEqualTo(MEBIBYTE);
    assertThat(read).isEqualTo(noiseBytes(MEBIBYTE));
    assertThat(write.result()).isEqualTo(MEBIBYTE);
  }

  @Test
  void nonblockingWriteTakesWhatFits() throws Exception {
    FileDescription file = open(BOTH | NONBLOCK);
    assertThat(writing(file, MEBIBYTE).result()).isEqualTo(CAPACITY);
    assertThat(writing(file, 1).errno()).isEqualTo(Errno.EAGAIN);
    assertThat(file.readiness(Readiness.OUT)).isZero();
    assertThat(reading(file, 4095).result()).isEqualTo(4095);
    // Up to PIPE_BUF bytes go in one piece or not at all; more are taken as far as they fit.
    assertThat(file.readiness(Readiness.OUT)).isZero();
    assertThat(writing(file, 4096).errno()).isEqualTo(Errno.EAGAIN);
    assertThat(writing(file, 4097).result()).isEqualTo(4095);
    assertThat(reading(file, 4096).result()).isEqualTo(4096);
    assertThat(file.readiness(Readiness.OUT)).isEqualTo(Readiness.OUT);
    assertThat(writing(file, 4096).result()).isEqualTo(4096);
  }

  @Test
  void aKillEndsReadsAndWrites() throws Exception {
    FileDescription file = open(BOTH);
    assertThat(reading(file, 1).kill().errno()).isEqualTo(Errno.EINTR);
    writing(file, CAPACITY).result();
    assertThat(writing(file, 1).kill().errno()).isEqualTo(Errno.EINTR);
    assertThat(file.available()).isEqualTo(CAPACITY);
  }

  @Test
  void aReaderThatWentAwayIsEpipe() throws Exception {
    FileDescription reader = open(READ | NONBLOCK);
    FileDescription writer = open(WRITE);
    TestProcess<Long> partly = writing(writer, MEBIBYTE);
    TestProcess.start(
            task -> {
              PollSet set = new PollSet(1);
              set.add(reader, Readiness.IN);
              return task.poll(set, Deadline.none());
            })
        .result();
    reader.drop();
    assertThat(partly.result()).isEqualTo(CAPACITY);
    assertThat(writing(writer, 1).errno()).isEqualTo(Errno.EPIPE);
    assertThat(writer.readiness(Readiness.OUT) & Readiness.ERR).isEqualTo(Readiness.ERR);
  }

  @Test
  void hangupIsToldOnlyAfterAWriterWasThere() throws Exception {
    FileDescription reader = open(READ | NONBLOCK);
    assertThat(reader.readiness(Readiness.IN)).isZero();
    FileDescription writer = open(WRITE);
    assertThat(reader.readiness(Readiness.IN)).isZero();
    writing(writer, 1).result();
    writer.drop();
    assertThat(reader.readiness(Readiness.IN)).isEqualTo(Readiness.IN | Readiness.HUP);
    assertThat(open(READ | NONBLOCK).readiness(0)).isZero();
  }

  @Test
  void bytesAreLostWithTheLastEnd() throws Exception {
    FileDescription file = open(BOTH);
    writing(file, 10).result();
    file.drop();
    assertThat(open(BOTH).available()).isZero();
  }

  @Test
  void severalWritersOfSmallPiecesDoNotMixThem() throws Exception {
    FileDescription file = open(BOTH);
    int pieces = 400;
    TestProcess<?>[] writers = new TestProcess<?>[4];
    for (int i = 0; i < writers.length; i++) {
      byte[] piece = Character.toString('a' + i).repeat(3000).getBytes(StandardCharsets.UTF_8);
      writers[i] =
          TestProcess.start(
              task -> {
                for (int n = 0; n < pieces; n++) {
                  ByteBuffer buffer = ByteBuffer.wrap(piece);
                  assertThat(file.write(task, IoSequence.of(buffer))).isEqualTo(piece.length);
                }
                return null;
              });
    }
    TestProcess<Integer> reader =
        TestProcess.start(
            task -> {
              int mixed = 0;
              for (int n = 0; n < pieces * writers.length; n++) {
                byte[] piece = new byte[3000];
                for (int done = 0; done < piece.length; ) {
                  ByteBuffer rest = ByteBuffer.wrap(piece, done, piece.length - done);
                  done += (int) file.read(task, IoSequence.of(rest));
                }
                for (byte b : piece) {
                  mixed += b == piece[0] ? 0 : 1;
                }
              }
              return mixed;
            });
    assertThat(reader.result()).isZero();
    for (TestProcess<?> writer : writers) {
      writer.result();
    }
  }

  private static IoSequence noise(int length) {
    return IoSequence.of(ByteBuffer.allocateDirect(length).put(noiseBytes(length)).flip());
  }

  private static byte[] noiseBytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }
}
