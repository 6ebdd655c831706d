package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.kernel.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The threads of one program open, use, renumber and close the same few descriptors and names at
 * the same time, and change each other's buffers while calls look at them.
 *
 * <pre>
 * memory: 0  paths, each in 64 bytes    4096  iovecs, changed all the time    8192  buffers, results
 * </pre>
 */
@Timeout(300)
final class ConcurrentCallsTest {
  private static final int THREADS = 4;
  private static final int CALLS = 40_000;
  private static final long SEED = 20_261_121L;

  /** Lowest number is the root directory, which the others are opened from. */
  private static final int FDS = 8;

  private static final int IOVECS = 4096;
  private static final int SCRATCH = 8192;
  private static final int RESULT = 60_000;
  private static final int READ = 1;
  private static final int FOLLOW = 1;
  private static final long ALL_RIGHTS = (1L << 30) - 1;

  private static final List<String> PATHS = List.of("a", "b", "d", "d/a", "d/e", "d/../b", "link");

  @TempDir private Path root;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private Machine machine;

  @Test
  void threadsDoNotBreakEachOthersCalls() throws Exception {
    Files.createDirectories(root.resolve("d"));
    Files.writeString(root.resolve("a"), "content");
    Files.createSymbolicLink(root.resolve("link"), Path.of("d"));
    machine = Machine.in(root);
    for (int i = 0; i < PATHS.size(); i++) {
      machine.bytes.put(i * 64, PATHS.get(i).getBytes(StandardCharsets.UTF_8));
    }
    machine.withRoot();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      Task task = machine.thread();
      threads.add(new Thread(() -> callAtRandom(task, random)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).as("with seed %d", SEED).isEmpty();
    assertThat(heldOpen()).isNotEmpty();
    machine.fds.closeAll();
    assertThat(heldOpen()).isEmpty();
  }

  private void callAtRandom(Task task, SplittableRandom random) {
    for (int i = 0; i < CALLS && failures.isEmpty(); i++) {
      int iovec = IOVECS + 8 * random.nextInt(8);
      machine.bytes.putInt(iovec, random.nextInt(8) == 0 ? random.nextInt() : SCRATCH);
      machine.bytes.putInt(iovec + 4, random.nextInt(8) == 0 ? random.nextInt() : 500);
      try {
        Machine.Result result = call(task, random);
        if (result.errno() < 0 || result.errno() > 76) {
          throw new AssertionError("errno " + result.errno());
        }
      } catch (Throwable e) {
        failures.add(e);
      }
    }
  }

  private static Machine.Result call(Task task, SplittableRandom random) {
    long fd = random.nextInt(FDS);
    int path = random.nextInt(PATHS.size());
    long name = 64L * path;
    long length = PATHS.get(path).length();
    long other = 64L * random.nextInt(2);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 ->
          Machine.tryCall(
              task,
              "path_open",
              0,
              FOLLOW,
              name,
              length,
              random.nextInt(2), // create
              ALL_RIGHTS,
              ALL_RIGHTS,
              0,
              RESULT);
      case 3 -> Machine.tryCall(task, "fd_close", 1 + random.nextInt(FDS - 1));
      case 4 -> Machine.tryCall(task, "fd_renumber", 1 + random.nextInt(FDS - 1), fd == 0 ? 1 : fd);
      case 5 -> Machine.tryCall(task, "fd_read", fd, IOVECS, READ + random.nextInt(8), RESULT);
      case 6 -> Machine.tryCall(task, "fd_write", fd, IOVECS, random.nextInt(8), RESULT);
      case 7 -> Machine.tryCall(task, "fd_readdir", fd, SCRATCH, 300, random.nextInt(3), RESULT);
      case 8 -> Machine.tryCall(task, "fd_seek", fd, random.nextInt(100), 0, RESULT);
      case 9 -> Machine.tryCall(task, "fd_filestat_get", fd, SCRATCH);
      case 10 -> Machine.tryCall(task, "path_filestat_get", fd, FOLLOW, name, length, SCRATCH);
      case 11 -> Machine.tryCall(task, "path_unlink_file", 0, name, length);
      case 12 -> Machine.tryCall(task, "path_create_directory", fd, name, length);
      case 13 -> Machine.tryCall(task, "path_remove_directory", fd, name, length);
      case 14 -> Machine.tryCall(task, "path_rename", 0, name, length, fd, other, 1);
      default -> Machine.tryCall(task, "fd_pwrite", fd, IOVECS, 1, random.nextInt(1000), RESULT);
    };
  }

  /** What the process holds open of the tree; the place of the mount itself stays open. */
  private List<Path> heldOpen() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(Files::exists)
          .map(ConcurrentCallsTest::target)
          .filter(target -> target.startsWith(root) && !target.equals(root))
          .toList();
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // closed meanwhile
    }
  }
}
