package io.jwasm.wasi.preview1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.fs.overlay.Overlay;
import io.jwasm.sentry.fs.tmpfs.Tmpfs;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallSet;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.wasi.TestNetwork;
import io.jwasm.wasi.wasmedge.WasmEdge;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random calls of every function on a real tree of files and a network in memory: half of the
 * arguments make sense, the others are what a hostile guest would try. {@code -Djwasm.fuzz.calls=}
 * and {@code -Djwasm.fuzz.seed=} choose how many and which.
 *
 * <pre>
 * memory:   0      paths, each in 512 bytes
 *           16384  what SocketArguments places
 *           32768  iovecs, changed all the time
 *           40960  subscriptions, changed all the time
 *           49152  scratch for buffers and results, up to the end at 65536
 * </pre>
 */
@Tag("security")
@Timeout(3600)
final class CallFuzzTest {
  private static final int CALLS =
      Integer.getInteger(
          "jwasm.fuzz.calls", Boolean.getBoolean("jwasm.campaign") ? 10_000_000 : 1_000_000);
  private static final long SEED = Long.getLong("jwasm.fuzz.seed", 20_261_121L);
  private static final int IOVECS = 32_768;
  private static final int SUBSCRIPTIONS = 40_960;
  private static final int SCRATCH = 49_152;
  private static final int END = 65_536;
  private static final int PATH_SLOT = 512;

  /** Has errors beyond those of preview 1. */
  private static final String RESOLVER = "sock_getaddrinfo";

  /** More than any call needs; a length that a guest made up would be beyond it. */
  private static final long MOST_BYTES_PER_CALL = 1 << 20;

  private static final List<String> PATHS =
      List.of(
          "a",
          "b",
          "c",
          "d",
          "d/a",
          "d/b",
          "d/e",
          "d/e/a",
          "d/e/f",
          "a/",
          "d/",
          "d//e/../a",
          "d/e/../../b",
          "./a",
          ".",
          "..",
          "../a",
          "d/../..",
          "/",
          "/a",
          "",
          "link",
          "link/a",
          "loop",
          "up",
          "abs/a",
          "dangling",
          "\u00e9\u20ac",
          "n".repeat(255),
          "n".repeat(256),
          "d/".repeat(200));

  /** All functions that work on descriptors, files and sockets. */
  private static final List<Syscall> FUNCTIONS = functions();

  private final SplittableRandom random = new SplittableRandom(SEED);
  @TempDir private Path root;
  private final TestNetwork stack = new TestNetwork();
  private Machine machine;
  private SocketArguments sockets;
  private int call;

  /** Kinds of file systems, by what the program's root directory is. */
  enum Filesystem {
    HOST {
      @Override
      Inode root(Path tree) throws Exception {
        return HostFilesystem.at(tree.toString());
      }
    },
    TMPFS {
      @Override
      Inode root(Path tree) throws Exception {
        Inode root = Tmpfs.create(TmpfsOptions.of(16 << 20), pool(), Clock.host());
        root.makeDirectory(Machine.USER, "d", 0755);
        root.lookup(Machine.USER, "d").makeDirectory(Machine.USER, "e", 0755);
        root.symlink(Machine.USER, "link", "d/e");
        root.symlink(Machine.USER, "loop", "loop");
        root.symlink(Machine.USER, "up", "../../out/s");
        return root;
      }
    },
    OVERLAY {
      @Override
      Inode root(Path tree) throws Exception {
        Inode upper = Tmpfs.create(TmpfsOptions.of(16 << 20), pool(), Clock.host());
        return Overlay.of(upper, HostFilesystem.at(tree.toString()));
      }
    };

    abstract Inode root(Path tree) throws Exception;

    private static PagePool pool() throws Exception {
      return PagePool.of(MemoryFile.temporary(MemoryLimit.ofBytes(64 << 20)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomCallsEndInAnErrnoOrInTheEndOfTheProgram(Filesystem filesystem) throws Exception {
    Path secret = Files.writeString(Files.createDirectories(root.resolve("out")).resolve("s"), "s");
    boot(filesystem);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] args = new long[9];
    for (call = 0; call < CALLS; call++) {
      Syscall function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
      String name = function.name();
      prepare(function, args);
      long before = threads.getCurrentThreadAllocatedBytes();
      Machine.Result result = make(function, args);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated)
          .as("bytes allocated by call %d, %s", call, name)
          .isLessThan(MOST_BYTES_PER_CALL);
      if (result.exit() != null) {
        assertThat(result.exit().status()).as(name).isBetween(0, 255);
      } else if (result.errno() < 0 || result.errno() > (name.equals(RESOLVER) ? 86 : 76)) {
        throw new AssertionError(where(name) + " returned " + result.errno());
      }
      if (call % 1000 == 0) {
        openAgain();
      }
    }
    machine.fds.closeAll();
    assertThat(stack.openSockets()).as("sockets that nobody closed").isZero();
    assertThat(Files.readString(secret)).isEqualTo("s");
    try (var outside = Files.list(root.resolve("out"))) {
      assertThat(outside).hasSize(1);
    }
    System.out.printf(
        "figure: random WASI calls that end in an exception of the host, %s, seed %d: 0 of %d (goal 0 of 10000000)%n",
        filesystem, SEED, CALLS);
  }

  private void boot(Filesystem filesystem) throws Exception {
    Path tree = Files.createDirectories(root.resolve("tree/d/e")).getParent().getParent();
    Files.createSymbolicLink(tree.resolve("link"), Path.of("d/e"));
    Files.createSymbolicLink(tree.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(tree.resolve("up"), Path.of("../../out/s"));
    Files.createSymbolicLink(tree.resolve("abs"), Path.of("/d"));
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("../out/made"));
    machine =
        Machine.on(
            filesystem.root(tree),
            stack.open(),
            new Buffer("x".repeat(1000)),
            new Buffer(""),
            new Buffer(""));
    sockets = new SocketArguments(machine, stack.open(), random);
    openAgain();
    for (int i = 0; i < PATHS.size(); i++) {
      machine.bytes.put(i * PATH_SLOT, PATHS.get(i).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The program closes all it can; what it starts with comes back. */
  private void openAgain() throws Exception {
    machine.fds.closeAll();
    machine.install(new Buffer("x".repeat(1000)), new Buffer(""), new Buffer(""));
    machine.withRoot();
    assertThat(stack.openSockets()).as("sockets that nobody closed").isZero();
    sockets.open();
    if (call % 5000 == 0) {
      machine.put(4096 * 7, 0xff, 0xfe, 0xc0, 0xaf); // not UTF-8
    }
  }

  private Machine.Result make(Syscall function, long[] args) {
    String name = function.name();
    boolean waits =
        name.startsWith("sock_") || List.of("poll_oneoff", "fd_read", "fd_write").contains(name);
    if (waits) {
      Thread.currentThread().interrupt(); // as a kill would: nothing sleeps
    }
    try {
      return machine.tryCall(function, args);
    } catch (Throwable e) {
      throw new AssertionError(where(name), e);
    } finally {
      if (waits) {
        Thread.interrupted();
      }
    }
  }

  private String where(String name) {
    return "seed " + SEED + " call " + call + " " + name;
  }

  private static List<Syscall> functions() {
    List<Syscall> functions = new ArrayList<>();
    for (SyscallSet set : List.of(new Preview1(), WasmEdge.version1(), WasmEdge.version2())) {
      for (String name : set.names()) {
        functions.add(set.find(Preview1.SNAPSHOT_1, name));
      }
    }
    return functions;
  }

  private void prepare(Syscall function, long[] args) {
    String name = function.name();
    String params = function.signature().params();
    for (int i = 0; i < params.length(); i++) {
      args[i] = params.charAt(i) == 'I' ? wide() : narrow(i);
    }
    if (name.startsWith("path_")) {
      placePaths(name, args);
    }
    if (name.startsWith("sock_")) {
      sockets.place(function, args);
    }
    if (name.equals("fd_allocate") || name.equals("fd_filestat_set_size")) {
      args[1] = small();
      args[2] = small();
    }
    for (int i = 0; i < 4; i++) {
      iovec(machine.bytes, IOVECS + 8 * random.nextInt(64));
    }
    machine.bytes.putLong(SUBSCRIPTIONS + 8 * random.nextInt(64), random.nextLong(4));
  }

  /** Puts a path and its true length where the function has them, most of the time. */
  private void placePaths(String name, long[] args) {
    if (random.nextInt(8) == 0) {
      return;
    }
    switch (name) {
      case "path_create_directory", "path_remove_directory", "path_unlink_file", "path_readlink" ->
          path(args, 1);
      case "path_filestat_get", "path_filestat_set_times", "path_open" -> path(args, 2);
      case "path_link" -> {
        path(args, 2);
        path(args, 5);
      }
      case "path_rename" -> {
        path(args, 1);
        path(args, 4);
      }
      case "path_symlink" -> {
        path(args, 0);
        path(args, 3);
      }
      default -> throw new AssertionError(name);
    }
    if (name.equals("path_open")) {
      args[0] = 3;
      args[1] = random.nextInt(2);
      args[4] = random.nextInt(16);
      args[7] = random.nextInt(32);
      args[8] = SCRATCH;
    }
  }

  private void path(long[] args, int index) {
    int which = random.nextInt(PATHS.size());
    args[index] = (long) which * PATH_SLOT;
    args[index + 1] = PATHS.get(which).getBytes(StandardCharsets.UTF_8).length;
    if (index > 0) {
      args[index - 1] = random.nextInt(4) == 0 ? random.nextInt(2) : 3;
    }
  }

  private long narrow(int index) {
    if (index == 0 && random.nextInt(3) != 0) {
      return random.nextInt(16); // most often a descriptor
    }
    return switch (random.nextInt(9)) {
      case 0 -> random.nextInt(8);
      case 1 -> random.nextInt(END);
      case 2 -> END - random.nextInt(64);
      case 3 -> random.nextInt() & 0xffffffffL;
      case 4 -> -1;
      case 5 -> IOVECS + 8L * random.nextInt(64);
      case 6 -> SUBSCRIPTIONS;
      default -> SCRATCH + random.nextInt(END - SCRATCH);
    };
  }

  private long wide() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> random.nextInt(1000);
      case 2 -> (1L << 30) - 1;
      case 3 -> -1;
      case 4 -> Long.MAX_VALUE - random.nextInt(10);
      default -> random.nextLong();
    };
  }

  /** Sizes that the disk of the tests can bear, and those that no file can have. */
  private long small() {
    return switch (random.nextInt(4)) {
      case 0 -> -1 - random.nextInt(3);
      case 1 -> Long.MAX_VALUE - random.nextInt(3);
      default -> random.nextInt(100_000);
    };
  }

  private void iovec(ByteBuffer bytes, int address) {
    boolean sane = random.nextInt(16) != 0;
    bytes.putInt(address, sane ? SCRATCH + random.nextInt(4096) : random.nextInt());
    bytes.putInt(address + 4, sane ? random.nextInt(4096) : random.nextInt());
  }
}
