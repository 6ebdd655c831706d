package io.jwasm.sentry.fs.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.event.Readiness;
import io.jwasm.sentry.host.HostConstants;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.HostPipe;
import io.jwasm.sentry.kernel.TestProcess;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that have somebody at the other end, whatever the host can do with their kind. */
@Timeout(60)
final class StdioPipeTest {
  private static final int MEBIBYTE = 1 << 20;

  private HostPipe pipe;

  @AfterEach
  void closePipe() throws Exception {
    pipe.close();
  }

  private FileDescription input(HostPipe.Kind kind) throws Exception {
    pipe = HostPipe.open(kind);
    return Stdio.input(new StdioConfig(pipe.sourceFd, FileType.FIFO));
  }

  private FileDescription output(HostPipe.Kind kind) throws Exception {
    pipe = HostPipe.open(kind);
    return Stdio.output(new StdioConfig(pipe.sinkFd, FileType.FIFO));
  }

  @ParameterizedTest
  @EnumSource
  void readWaitsForTheFirstByteAndReturnsWhatIsThere(HostPipe.Kind kind) throws Exception {
    FileDescription in = input(kind);
    ByteBuffer buffer = ByteBuffer.allocateDirect(10);
    TestProcess<Long> reader = TestProcess.start(task -> in.read(task, IoSequence.of(buffer)));
    pipe.write("abc");
    assertThat(reader.result()).isBetween(1L, 3L);
    assertThat(buffer.get(0)).isEqualTo((byte) 'a');
  }

  @ParameterizedTest
  @EnumSource
  void readEndsWhenTheWriterCloses(HostPipe.Kind kind) throws Exception {
    FileDescription in = input(kind);
    TestProcess<Long> reader = TestProcess.start(task -> in.read(task, zeros(10)));
    pipe.closeSink();
    assertThat(reader.result()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aKillEndsTheReadOfAnEmptyStream(HostPipe.Kind kind) throws Exception {
    FileDescription in = input(kind);
    TestProcess<Long> reader = TestProcess.start(task -> in.read(task, zeros(10)));
    assertThat(reader.kill().errno()).isEqualTo(Errno.EINTR);
  }

  @ParameterizedTest
  @EnumSource
  void nonblockingReadOfAnEmptyStreamIsEagainAndOthersStillBlock(HostPipe.Kind kind)
      throws Exception {
    FileDescription in = input(kind);
    int flags = HostKernel.getFlags(pipe.sourceFd);
    in.setStatusFlags(OpenFlags.NONBLOCK);
    assertThat(in.statusFlags()).isEqualTo(OpenFlags.NONBLOCK);
    assertThat(TestProcess.start(task -> in.read(task, zeros(10))).errno()).isEqualTo(Errno.EAGAIN);
    pipe.write("abc");
    assertThat(TestProcess.start(task -> in.read(task, zeros(10))).result()).isEqualTo(3);
    assertThat(HostKernel.getFlags(pipe.sourceFd)).isEqualTo(flags);
  }

  @ParameterizedTest
  @EnumSource
  void writeGoesOnUntilAllIsWritten(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    TestProcess<Long> writer = TestProcess.start(task -> out.write(task, noise(MEBIBYTE)));
    assertThat(pipe.read(MEBIBYTE)).isEqualTo(noiseBytes(MEBIBYTE));
    assertThat(writer.result()).isEqualTo(MEBIBYTE);
  }

  @ParameterizedTest
  @EnumSource
  void aKillEndsTheWriteToAFullStream(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    pipe.fill();
    TestProcess<Long> writer = TestProcess.start(task -> out.write(task, noise(10)));
    assertThat(writer.kill().errno()).isEqualTo(Errno.EINTR);
  }

  @ParameterizedTest
  @EnumSource
  void aKillInTheMiddleOfAWriteTellsHowMuchWasWritten(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    TestProcess<Long> writer = TestProcess.start(task -> out.write(task, noise(MEBIBYTE)));
    pipe.read(HostPipe.CAPACITY);
    long written = writer.kill().result();
    assertThat(written).isBetween((long) HostPipe.CAPACITY, 2L * HostPipe.CAPACITY);
  }

  @ParameterizedTest
  @EnumSource
  void nonblockingWriteTakesWhatFitsAndThenIsEagain(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    out.setStatusFlags(OpenFlags.NONBLOCK | OpenFlags.APPEND);
    assertThat(TestProcess.start(task -> out.write(task, noise(MEBIBYTE))).result())
        .isEqualTo(HostPipe.CAPACITY);
    assertThat(TestProcess.start(task -> out.write(task, noise(1))).errno())
        .isEqualTo(Errno.EAGAIN);
    assertThat(pipe.read(HostPipe.CAPACITY)).isEqualTo(noiseBytes(HostPipe.CAPACITY));
  }

  @ParameterizedTest
  @EnumSource
  void aReaderThatWentAwayIsEpipe(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    assertThat(TestProcess.start(task -> out.write(task, noise(1))).result()).isEqualTo(1);
    pipe.closeSource();
    assertThat(TestProcess.start(task -> out.write(task, noise(1))).errno()).isEqualTo(Errno.EPIPE);
  }

  @ParameterizedTest
  @EnumSource
  void aReaderThatGoesAwayEndsTheWrite(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    TestProcess<Long> writer = TestProcess.start(task -> out.write(task, noise(MEBIBYTE)));
    pipe.read(1);
    pipe.closeSource();
    assertThat(writer.result()).isLessThan(MEBIBYTE);
  }

  @ParameterizedTest
  @EnumSource
  void buffersWithoutBytesAreNoObstacle(HostPipe.Kind kind) throws Exception {
    FileDescription out = output(kind);
    IoSequence none = IoSequence.of(ByteBuffer.allocateDirect(0));
    assertThat(TestProcess.start(task -> out.write(task, none)).result()).isZero();
    FileDescription in = Stdio.input(new StdioConfig(pipe.sourceFd, FileType.FIFO));
    assertThat(TestProcess.start(task -> in.read(task, none)).result()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void readinessIsWhatPollSays(HostPipe.Kind kind) throws Exception {
    FileDescription in = input(kind);
    FileDescription out = Stdio.output(new StdioConfig(pipe.sinkFd, FileType.FIFO));
    assertThat(in.readiness(Readiness.IN)).isZero();
    assertThat(in.available()).isZero();
    assertThat(out.readiness(Readiness.OUT)).isEqualTo(Readiness.OUT);
    pipe.write("abc");
    assertThat(in.readiness(Readiness.IN)).isEqualTo(Readiness.IN);
    assertThat(in.available()).isEqualTo(3);
    assertThat(in.hostFd()).isEqualTo(pipe.sourceFd);
    pipe.closeSource();
    assertThat(out.readiness(Readiness.OUT) & Readiness.ERR).isEqualTo(Readiness.ERR);
  }

  @ParameterizedTest
  @EnumSource
  void aCallerThatCannotWaitGetsEagain(HostPipe.Kind kind) throws Exception {
    FileDescription in = input(kind);
    assertThatThrownBy(() -> in.read(io.jwasm.sentry.kernel.Credentials.of(0, 0), zeros(1)))
        .isSameAs(Errno.EAGAIN.exception());
    assertThat(HostConstants.EAGAIN).isEqualTo(11);
  }

  private static IoSequence zeros(int length) {
    return IoSequence.of(ByteBuffer.allocateDirect(length));
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
