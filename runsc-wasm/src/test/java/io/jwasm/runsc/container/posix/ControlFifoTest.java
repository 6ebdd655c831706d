package io.jwasm.runsc.container.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlFifoTest {
  @TempDir Path directory;

  @Test
  void aFullFifoIsNotWaitedFor() throws Exception {
    Path fifo = fifo();
    try (RandomAccessFile both = new RandomAccessFile(fifo.toFile(), "rw")) {
      assertThatThrownBy(
              () -> {
                // A FIFO holds 64 KiB.
                for (int i = 0; i < 10_000; i++) {
                  ControlFifo.send(fifo, ControlFifo.REPORT, i);
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("it does not read its orders");
      assertThat(both.read()).isEqualTo(ControlFifo.REPORT);
      assertThat(both.readLong()).isZero();
    }
  }

  @Test
  void withoutAReaderItIsNotWaitedForEither() throws Exception {
    assertThatThrownBy(() -> ControlFifo.send(fifo(), ControlFifo.REPORT, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("nobody reads its orders");
  }

  @Test
  void nothingIsWrittenIntoAnotherFile() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), fifo());
    for (Path path : new Path[] {file, link}) {
      assertThatThrownBy(() -> ControlFifo.send(path, ControlFifo.REPORT, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is not a FIFO");
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void aForeignFileIsReadFromItsBegin() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "0123456789");
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(5);
      assertThat(ForeignFile.read(ProcessHandle.current().pid(), descriptor(file), 4))
          .containsExactly('0', '1', '2', '3');
      assertThat(open.getFilePointer()).isEqualTo(5);
    }
  }

  @Test
  void aForeignFifoIsNotWaitedFor() throws Exception {
    Path fifo = fifo();
    try (RandomAccessFile open = new RandomAccessFile(fifo.toFile(), "rw")) {
      assertThat(open.getChannel().isOpen()).isTrue();
      int descriptor = descriptor(fifo);
      assertThatThrownBy(() -> ForeignFile.read(ProcessHandle.current().pid(), descriptor, 4096))
          .isInstanceOf(IOException.class);
    }
  }

  private Path fifo() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private static int descriptor(Path file) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(each -> isLinkTo(each, file))
          .map(each -> Integer.valueOf(each.getFileName().toString()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean isLinkTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException _) {
      return false;
    }
  }
}
