package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lengths and counts that a guest makes up: each ends in an errno, or in the trap of an address
 * beyond the memory, before anything is allocated for it. Descriptors 0 to 2 are streams, 3 is a
 * directory, 4 a file; the memory is one page.
 *
 * @see "wasmtime, CVE-2026-27204"
 */
@Tag("security")
final class GuestLengthsTest {
  private static final long LENGTH = 0xffff_ffffL;
  private static final int PATH = 0;
  private static final int IOVECS = 1024;
  private static final int RESULT = 512;
  private static final int FILE = 4;
  private static final long ALL = (1L << 30) - 1;

  /** A refusal is an exception without a stack and, for a trap, a sentence. */
  private static final long MOST_BYTES = 16_384;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<String> survivors = new ArrayList<>();
  private int calls;

  @TempDir private Path root;
  private Machine machine;

  @BeforeEach
  void boot() throws Exception {
    machine = Machine.in(root, new Buffer("abc"), new Buffer(""), new Buffer("")).withRoot();
    machine.bytes.put(PATH, "file".getBytes(StandardCharsets.UTF_8));
    assertThat(machine.call("path_open", 3, 0, PATH, 4, 1, ALL & ~(1 << 14), ALL, 0, RESULT))
        .isZero();
    assertThat(machine.bytes.getInt(RESULT)).isEqualTo(FILE);
    machine.bytes.putInt(IOVECS, 4096);
    machine.bytes.putInt(IOVECS + 4, -1);
  }

  @Test
  void noneIsAllocatedFor() {
    for (long count : new long[] {LENGTH, LENGTH / 8, 0x2000_0000L, 0x8000_0000L, 1025, 65_536}) {
      for (String name : List.of("fd_read", "fd_write")) {
        refused(name, FILE, IOVECS, count, RESULT);
        refused(name, 0, IOVECS, count, RESULT);
      }
      for (String name : List.of("fd_pread", "fd_pwrite")) {
        refused(name, FILE, IOVECS, count, 0, RESULT);
      }
      refused("poll_oneoff", 0, 0, count * 2 % (LENGTH + 1) | 0x1_0000, RESULT);
    }
    // One buffer, as long as an address can say.
    refused("fd_read", FILE, IOVECS, 1, RESULT);
    refused("fd_write", FILE, IOVECS, 1, RESULT);
    for (long length : new long[] {LENGTH, LENGTH - 7, 0x8000_0000L, 0x7fff_ffffL, 65_537}) {
      refused("random_get", 0, length);
      refused("random_get", 65_535, length);
      refused("fd_readdir", 3, 64, length, 0, RESULT);
      refused("path_open", 3, 0, PATH, length, 0, 2, 0, 0, RESULT);
      refused("path_create_directory", 3, PATH, length);
      refused("path_filestat_get", 3, 0, PATH, length, 64);
      refused("path_rename", 3, PATH, 4, 3, PATH, length);
      refused("path_link", 3, 0, PATH, length, 3, PATH, 4);
      refused("path_symlink", PATH, length, 3, PATH, 4);
      refused("path_symlink", PATH, 4, 3, PATH, length);
      refused("path_readlink", 3, PATH, 4, 64, length, RESULT);
      refused("path_unlink_file", 3, PATH, length);
      refused("path_remove_directory", 3, PATH, length);
      refused("sock_recv", 0, IOVECS, length, 0, RESULT, RESULT + 8);
      refused("sock_send", 0, IOVECS, length, 0, RESULT);
    }
    for (long size : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, Long.MAX_VALUE - 4096}) {
      refused("fd_allocate", FILE, 0, size);
      refused("fd_allocate", FILE, size, 1);
      refused("fd_allocate", FILE, size, size);
      refused("fd_filestat_set_size", FILE, size | Long.MIN_VALUE);
    }
    refused("fd_seek", FILE, Long.MIN_VALUE, 0, RESULT);
    refused("fd_seek", FILE, Long.MAX_VALUE, 9, RESULT);

    assertThat(root.resolve("file")).isEmptyFile();
    System.out.printf(
        "figure: lengths made up by a guest that were allocated for: %d of %d (goal 0)%n",
        survivors.size(), calls);
    assertThat(survivors).isEmpty();
  }

  /** The call has no success, and makes no object as large as it was told. */
  private void refused(String name, long... args) {
    calls++;
    machine.tryCall(name, args); // the first one of a function loads classes
    long before = threads.getCurrentThreadAllocatedBytes();
    Machine.Result result = machine.tryCall(name, args);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    if ((result.exit() == null && result.errno() == 0) || allocated > MOST_BYTES) {
      survivors.add(
          "%s%s: %s, %d bytes".formatted(name, List.of(args[0], args[1]), result, allocated));
    }
  }
}
