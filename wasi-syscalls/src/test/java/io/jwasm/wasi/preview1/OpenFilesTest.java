package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Open files of a program: nothing of the host's is left behind, and their number is bounded. */
@Tag("security")
@Timeout(300)
final class OpenFilesTest {
  private static final int SUCCESS = 0;
  private static final int BADF = 8;
  private static final int MFILE = 33;
  private static final int NOENT = 44;
  private static final long ALL = (1L << 30) - 1;
  private static final int ROUNDS = 1_000_000;
  private static final int RESULT = 1024;

  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void boot() throws Exception {
    Files.writeString(root.resolve("f"), "content");
    Files.createDirectory(root.resolve("d"));
    machine = Machine.in(root, new Buffer(""), new Buffer(""), new Buffer("")).withRoot();
    path(0, "f");
    path(16, "d");
  }

  @Test
  void aMillionOpensLeaveNothingOpen() {
    long before = hostDescriptors();
    for (int i = 0; i < ROUNDS; i++) {
      int fd = open(i % 4 == 0 ? 16 : 0);
      call(SUCCESS, "fd_close", fd);
    }
    assertThat(hostDescriptors()).isEqualTo(before);
  }

  /** CVE-2025-53901: a file that was replaced stayed open. */
  @Test
  void aMillionRenumberingsLeaveNothingOpen() {
    long before = hostDescriptors();
    int kept = open(0);
    for (int i = 0; i < ROUNDS; i++) {
      call(SUCCESS, "fd_renumber", open(0), kept);
    }
    call(SUCCESS, "fd_close", kept);
    long left = hostDescriptors() - before;
    System.out.printf(
        "figure: host descriptors left after renumberings: %d after %d (goal 0 after 1000000)%n",
        left, ROUNDS);
    assertThat(left).isZero();
  }

  @Test
  void theLimitOfDescriptorsIsMfileAndLeavesTheHostsAlone() {
    int opened = 0;
    while (tryOpen(0) == SUCCESS) {
      opened++;
    }
    long before = hostDescriptors();
    for (int i = 0; i < 1000; i++) {
      call(MFILE, "path_open", 3, 0, i % 2 * 16L, 1, 0, 2, 0, 0, RESULT);
    }
    assertThat(opened).isEqualTo(60);
    assertThat(hostDescriptors()).isEqualTo(before);
  }

  @Test
  void aFileThatVanishesUnderTheGuestStaysReadableAndIsGoneByName() throws Exception {
    int fd = open(0);
    int directory = open(16);
    Files.delete(root.resolve("f"));
    Files.delete(root.resolve("d"));
    machine.put(64, 0, 2, 0, 0, 100, 0, 0, 0);
    call(SUCCESS, "fd_read", fd, 64, 1, RESULT);
    assertThat(machine.get(512, 7)).asString(StandardCharsets.UTF_8).isEqualTo("content");
    call(SUCCESS, "fd_filestat_get", fd, 256);
    call(NOENT, "path_open", 3, 0, 0, 1, 0, 2, 0, 0, RESULT);
    call(NOENT, "path_create_directory", directory, 0, 1);
    call(NOENT, "fd_readdir", directory, 256, 100, 0, RESULT);
    call(SUCCESS, "fd_close", fd);
    call(BADF, "fd_close", fd);
  }

  /** The host cuts the file while the guest reads it: the read is short, and nothing faults. */
  @Test
  void aFileThatIsCutUnderTheGuestReadsShort() throws Exception {
    int fd = open(0);
    Files.writeString(root.resolve("f"), "con");
    machine.put(64, 0, 2, 0, 0, 100, 0, 0, 0);
    call(SUCCESS, "fd_read", fd, 64, 1, RESULT);
    assertThat(machine.bytes.getInt(RESULT)).isEqualTo(3);
  }

  private int open(int path) {
    assertThat(tryOpen(path)).isEqualTo(SUCCESS);
    return machine.bytes.getInt(RESULT);
  }

  private long tryOpen(int path) {
    return machine.call("path_open", 3, 0, path, 1, 0, path == 0 ? ALL : ALL & ~64, ALL, 0, RESULT);
  }

  private void call(int errno, String name, long... args) {
    assertThat(machine.call(name, args)).as(name).isEqualTo(errno);
  }

  private void path(int address, String path) {
    machine.bytes.put(address, path.getBytes(StandardCharsets.UTF_8));
  }

  /** Descriptors of this JVM below the tree. */
  private long hostDescriptors() {
    return Arrays.stream(new File("/proc/self/fd").listFiles()).filter(this::isInTree).count();
  }

  private boolean isInTree(File descriptor) {
    try {
      return Files.readSymbolicLink(descriptor.toPath()).startsWith(root);
    } catch (IOException e) {
      return false; // that of the listing itself
    }
  }
}
