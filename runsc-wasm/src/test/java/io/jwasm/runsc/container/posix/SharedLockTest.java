package io.jwasm.runsc.container.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLockTest {
  @TempDir Path directory;

  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.createFile(directory.resolve("lock"));
  }

  @Test
  void lockIsSharedWithOtherReadersAndKeepsWritersOut() throws Exception {
    try (SharedLock lock = SharedLock.tryLock(file)) {
      assertThat(lock.isOurs()).isTrue();
      assertThat(flock("--shared")).isZero();
      assertThat(flock("--exclusive")).isEqualTo(1);
    }
    assertThat(flock("--exclusive")).isZero();
  }

  @Test
  void lockOfAWriterIsNotWaitedFor() throws Exception {
    Process writer =
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; exec cat").start();
    try {
      assertThat(writer.inputReader().readLine()).isEqualTo("held");
      try (SharedLock lock = SharedLock.tryLock(file)) {
        assertThat(lock.isOurs()).isFalse();
      }
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void absentFileAndDirectoryCannotBeLocked() {
    assertThatThrownBy(() -> SharedLock.tryLock(directory.resolve("no")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> SharedLock.tryLock(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(directory + " is not a regular file");
  }

  @Test
  void closeGivesTheDescriptorBack() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      SharedLock.tryLock(file).close();
    }
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(descriptors.filter(fd -> isLockFile(fd)).count()).isZero();
    }
  }

  private boolean isLockFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file);
    } catch (IOException _) {
      return false;
    }
  }

  private int flock(String mode) throws Exception {
    Process process =
        new ProcessBuilder("flock", mode, "--nonblock", file.toString(), "true").start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
