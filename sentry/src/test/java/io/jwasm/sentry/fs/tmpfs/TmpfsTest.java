package io.jwasm.sentry.fs.tmpfs;

import static io.jwasm.sentry.fs.Tree.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.Tree;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.OpenDirectory;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Whence;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What only tmpfs has: limits, pages, and a clock that a test can set. */
final class TmpfsTest {
  private static final int PAGE = 4096;
  private static final int READ_WRITE = OpenFlags.READ | OpenFlags.WRITE;

  private final MemoryLimit memory = MemoryLimit.ofBytes(1000L * PAGE);
  private final MemoryLimit metadata = MemoryLimit.ofBytes(1 << 26);
  private final SetClock clock = new SetClock();
  private PagePool pool;

  /** Stands still. */
  private static final class SetClock implements Clock {
    private long nanos = 1_000_000_000_000_000_000L;

    @Override
    public long realtimeNanos() {
      return nanos;
    }

    @Override
    public long monotonicNanos() {
      return 0;
    }

    @Override
    public long cpuNanos(int cpuClock) {
      return -1;
    }

    @Override
    public long cpuNanos() {
      return 0;
    }
  }

  private Tree tree(String... options) throws Exception {
    pool = new PagePool(MemoryFile.temporary(memory), metadata);
    TmpfsOptions all = TmpfsOptions.of(1L << 40);
    for (String option : options) {
      all = all.with(option);
    }
    return Tree.of(Tmpfs.create(all, pool, clock));
  }

  @Test
  void theRootIsAsTheOptionsSay() throws Exception {
    Tree tree = tree("mode=751", "uid=7", "gid=8");
    assertThat(tree.stat(".").mode()).isEqualTo(0751);
    assertThat(tree.stat(".").uid()).isEqualTo(7);
    assertThat(tree.stat(".").gid()).isEqualTo(8);
    assertThat(tree.stat(".").links()).isEqualTo(2);
  }

  @Test
  void twoFileSystemsAreTwoDevices() throws Exception {
    assertThat(tree().stat(".").device()).isNotEqualTo(tree().stat(".").device());
  }

  @Test
  void aFullFileSystemTakesWhatFitsAndThenNothing() throws Exception {
    Tree tree = tree("size=40k");
    FileDescription file = tree.create("f", 0666);
    file.write(Tree.ROOT, text("x".repeat(100)));
    assertThat(file.write(Tree.ROOT, bytes(100_000))).isEqualTo(40_960 - 100);
    fails(Errno.ENOSPC, () -> file.write(Tree.ROOT, bytes(1)));
    assertThat(file.stat().sizeBytes()).isEqualTo(40_960);
    assertThat(file.pwrite(Tree.ROOT, bytes(10_000), 0)).isEqualTo(10_000);
    file.truncate(40_000);
    assertThat(file.pwrite(Tree.ROOT, bytes(1000), 40_000)).isEqualTo(960);
    tree.write("empty", "");
    fails(Errno.ENOSPC, () -> tree.write("full", "x"));
    file.truncate(0);
    tree.write("full", "x");
    file.drop();
  }

  @Test
  void theMemoryLimitIsALimitToo() throws Exception {
    Tree tree = tree("size=0");
    FileDescription file = tree.create("f", 0666);
    assertThat(file.write(Tree.ROOT, bytes(5_000_000))).isEqualTo(1000 * PAGE);
    fails(Errno.ENOSPC, () -> file.write(Tree.ROOT, bytes(1)));
    assertThat(memory.chargedBytes()).isEqualTo(1000 * PAGE);
    tree.unlink("f");
    assertThat(memory.chargedBytes()).isEqualTo(1000 * PAGE);
    file.drop();
    assertThat(memory.chargedBytes()).isZero();
  }

  @Test
  void allocatingTooMuchChangesNothing() throws Exception {
    Tree tree = tree("size=40k");
    FileDescription file = tree.create("f", 0666);
    file.write(Tree.ROOT, text("abc"));
    fails(Errno.ENOSPC, () -> file.allocate(0, 50_000));
    fails(Errno.ENOSPC, () -> file.allocate(1L << 50, 1L << 50));
    fails(Errno.EFBIG, () -> file.allocate(Long.MAX_VALUE, 1));
    fails(Errno.EINVAL, () -> file.allocate(0, 0));
    fails(Errno.EINVAL, () -> file.allocate(-1, 1));
    assertThat(file.stat().sizeBytes()).isEqualTo(3);
    assertThat(pool.usedPages()).isEqualTo(1);
    file.allocate(0, 40_960);
    assertThat(pool.usedPages()).isEqualTo(10);
    assertThat(file.pwrite(Tree.ROOT, bytes(40_960), 0)).isEqualTo(40_960);
    file.drop();
  }

  @Test
  void allocatingMoreThanTheMemoryGivesBackWhatItGot() throws Exception {
    Tree tree = tree("size=0");
    FileDescription file = tree.create("f", 0666);
    file.write(Tree.ROOT, bytes(3 * PAGE));
    fails(Errno.ENOSPC, () -> file.allocate(0, 2000L * PAGE));
    assertThat(pool.usedPages()).isEqualTo(3);
    assertThat(file.stat().sizeBytes()).isEqualTo(3 * PAGE);
    file.drop();
  }

  @Test
  void aFileIsAtMost63BitsLong() throws Exception {
    Tree tree = tree();
    FileDescription file = tree.create("f", 0666);
    long last = Long.MAX_VALUE;
    assertThat(file.pwrite(Tree.ROOT, text("abc"), last - 2)).isEqualTo(2);
    fails(Errno.EFBIG, () -> file.pwrite(Tree.ROOT, text("x"), last));
    assertThat(file.pwrite(Tree.ROOT, text(""), last)).isZero();
    assertThat(file.stat().sizeBytes()).isEqualTo(last);
    assertThat(tree.read(file, last - 3)).isEqualTo("\0ab");
    assertThat(file.seek(0, Whence.END)).isEqualTo(last);
    fails(Errno.EINVAL, () -> file.seek(1, Whence.END));
    fails(Errno.EINVAL, () -> file.seek(1, Whence.CURRENT));
    fails(Errno.EFBIG, () -> file.write(Tree.ROOT, text("x")));
    file.truncate(1);
    assertThat(pool.usedPages()).isZero();
    file.drop();
  }

  @Test
  void holesTakeNoPages() throws Exception {
    Tree tree = tree();
    FileDescription file = tree.create("f", 0666);
    for (long at = 1; at < 1L << 60; at *= 8) {
      file.pwrite(Tree.ROOT, text("x"), at);
    }
    file.truncate(Long.MAX_VALUE);
    assertThat(pool.usedPages()).isEqualTo(17);
    for (long at = 1; at < 1L << 60; at *= 8) {
      assertThat(tree.read(file, at)).startsWith("x");
    }
    file.truncate(100);
    assertThat(pool.usedPages()).isEqualTo(1);
    assertThat(tree.read(file, 0))
        .isEqualTo("\0x\0\0\0\0\0\0x" + "\0".repeat(55) + "x" + "\0".repeat(35));
    file.drop();
    tree.unlink("f");
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void sparseFilesDoNotEatTheHeap() throws Exception {
    Tree tree = tree("size=0", "nr_inodes=0");
    FileDescription file = tree.create("f", 0666);
    long before = metadata.chargedBytes();
    assertThat(metadata.charge((1 << 26) - before - 5_000)).isTrue();
    Errno errno = null;
    for (long at = 1; errno == null; at += 1L << 40) {
      try {
        file.pwrite(Tree.ROOT, text("x"), at);
      } catch (ErrnoException e) {
        errno = e.errno();
      }
    }
    assertThat(errno).isEqualTo(Errno.ENOSPC);
    assertThat(pool.usedPages()).isLessThan(10);
    metadata.uncharge((1 << 26) - before - 5_000);
    file.truncate(0);
    assertThat(metadata.chargedBytes()).isEqualTo(before);
    file.drop();
  }

  @Test
  void namesDoNotEatTheHeap() throws Exception {
    Tree tree = tree("size=0", "nr_inodes=0");
    long empty = metadata.chargedBytes();
    String name = "n".repeat(250);
    int links = untilFull(i -> tree.symlink("t".repeat(4000), name + i));
    assertThat(links).isBetween(1000, 20_000);
    String other = "o".repeat(250);
    int others = untilFull(i -> tree.link(name + 0, other + i));
    fails(Errno.ENOSPC, () -> tree.mkdir("d".repeat(250)));
    for (int i = 0; i < links; i++) {
      tree.unlink(name + i);
    }
    for (int i = 0; i < others; i++) {
      tree.unlink(other + i);
    }
    assertThat(metadata.chargedBytes()).isEqualTo(empty);
  }

  /** Something done with rising numbers. */
  private interface Step {
    void run(int i) throws ErrnoException;
  }

  private static int untilFull(Step step) {
    for (int i = 0; true; i++) {
      try {
        step.run(i);
      } catch (ErrnoException e) {
        assertThat(e.errno()).isEqualTo(Errno.ENOSPC);
        return i;
      }
    }
  }

  @Test
  void theNumberOfInodesIsLimited() throws Exception {
    Tree tree = tree("nr_inodes=4");
    long empty = metadata.chargedBytes();
    tree.mkdir("d");
    tree.write("d/f", "");
    tree.symlink("x", "d/s");
    fails(Errno.ENOSPC, () -> tree.write("g", ""));
    fails(Errno.ENOSPC, () -> tree.mkdir("e"));
    fails(Errno.ENOSPC, () -> tree.symlink("x", "t"));
    tree.link("d/f", "g");
    tree.unlink("g");
    FileDescription open = tree.open("d/f", OpenFlags.READ);
    tree.unlink("d/f");
    fails(Errno.ENOSPC, () -> tree.write("g", ""));
    open.drop();
    tree.write("g", "");
    tree.unlink("g");
    tree.unlink("d/s");
    tree.rmdir("d");
    assertThat(metadata.chargedBytes()).isEqualTo(empty);
  }

  @Test
  void anUnlinkedFileKeepsItsPagesWhileItIsOpen() throws Exception {
    Tree tree = tree();
    FileDescription one = tree.create("f", 0666);
    FileDescription two = tree.open("f", OpenFlags.READ);
    one.write(Tree.ROOT, bytes(10 * PAGE));
    tree.unlink("f");
    one.drop();
    assertThat(pool.usedPages()).isEqualTo(10);
    assertThat(tree.read(two, 0)).hasSize(10 * PAGE);
    two.drop();
    assertThat(pool.usedPages()).isZero();
    fails(Errno.EBADF, () -> one.write(Tree.ROOT, text("x")));
    fails(Errno.EBADF, () -> two.read(Tree.ROOT, bytes(1)));
    fails(Errno.EBADF, () -> one.truncate(5));
    fails(Errno.EBADF, () -> one.allocate(0, 5));
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void aReplacedFileGivesItsPagesBack() throws Exception {
    Tree tree = tree();
    tree.write("f", "x".repeat(50_000));
    tree.write("g", "y");
    tree.rename("g", "f");
    assertThat(pool.usedPages()).isEqualTo(1);
  }

  @Test
  void aSetGroupIdDirectoryGivesItsGroupAway() throws Exception {
    Tree tree = tree("mode=2777", "gid=50");
    Tree alice = tree.as(new Tree.User(1000, 1000));
    alice.write("f", "");
    alice.mkdir("d");
    alice.mkdir("d/e");
    alice.symlink("x", "s");
    for (String path : new String[] {"f", "d", "d/e", "s"}) {
      assertThat(tree.stat(path).uid()).isEqualTo(1000);
      assertThat(tree.stat(path).gid()).isEqualTo(50);
    }
    assertThat(tree.stat("d/e").mode()).isEqualTo(02777);
    assertThat(tree.stat("f").mode()).isEqualTo(0666);
  }

  @Test
  void someoneElsesWriteTakesSetIdBitsAway() throws Exception {
    Tree tree = tree();
    tree.create("f", 06777).drop();
    FileDescription file = tree.open("f", READ_WRITE);
    file.write(Tree.ROOT, text("x"));
    assertThat(tree.stat("f").mode()).isEqualTo(06777);
    file.write(new Tree.User(1000, 1000), text("x"));
    assertThat(tree.stat("f").mode()).isEqualTo(0777);
    file.drop();
    tree.create("g", 06777).drop();
    tree.open("g", READ_WRITE | OpenFlags.TRUNCATE).drop();
    assertThat(tree.stat("g").mode()).isEqualTo(0777);
    FileDescription cut = tree.create("h", 06777);
    cut.truncate(5);
    assertThat(tree.stat("h").mode()).isEqualTo(0777);
    cut.drop();
  }

  @Test
  void aDirectoryOpenedForWalksIsNotListedWithoutPermission() throws Exception {
    pool = new PagePool(MemoryFile.temporary(memory), metadata);
    TmpfsDirectory root = Tmpfs.create(TmpfsOptions.of(1 << 20).with("mode=711"), pool, clock);
    Tree.User bob = new Tree.User(1001, 1001);
    fails(Errno.EACCES, () -> root.openDirectory(bob));
    OpenDirectory open = root.openForSearch(bob);
    assertThat(open.inode()).isSameAs(root);
    fails(Errno.EACCES, () -> open.list(bob, 0, (name, inode, type, next) -> true));
    open.close();
  }

  @Test
  void accessTimesMoveAsWithRelatime() throws Exception {
    Tree tree = tree();
    tree.write("f", "abc");
    long written = clock.nanos;
    clock.nanos += 1_000_000_000L;
    tree.read("f");
    assertThat(tree.stat("f").atimeNanos()).isEqualTo(clock.nanos);
    long read = clock.nanos;
    clock.nanos += 1_000_000_000L;
    tree.read("f");
    assertThat(tree.stat("f").atimeNanos()).isEqualTo(read);
    clock.nanos += 24 * 3_600_000_000_000L;
    tree.read("f");
    assertThat(tree.stat("f").atimeNanos()).isEqualTo(clock.nanos);
    assertThat(tree.stat("f").mtimeNanos()).isEqualTo(written);
  }

  @Test
  void changesOfNamesChangeTheTimeOfTheInode() throws Exception {
    Tree tree = tree();
    tree.write("f", "");
    long made = clock.nanos;
    clock.nanos++;
    tree.link("f", "g");
    assertThat(tree.stat("f").ctimeNanos()).isEqualTo(made + 1);
    clock.nanos++;
    tree.unlink("g");
    assertThat(tree.stat("f").ctimeNanos()).isEqualTo(made + 2);
    clock.nanos++;
    tree.rename("f", "h");
    assertThat(tree.stat("h").ctimeNanos()).isEqualTo(made + 3);
    assertThat(tree.stat("h").mtimeNanos()).isEqualTo(made);
  }

  @Test
  void aHundredThousandEntriesAreListedInSmallPieces() throws Exception {
    Tree tree = tree("nr_inodes=0");
    tree.mkdir("d");
    for (int i = 0; i < 100_000; i++) {
      tree.create("d/" + i, 0666).drop();
    }
    DirectoryDescription open = tree.openDirectory("d");
    Set<String> seen = new HashSet<>();
    long[] next = new long[1];
    int removed = 0;
    for (var piece = tree.list(open, 0, 5, next);
        !piece.isEmpty();
        piece = tree.list(open, next[0], 5, next)) {
      for (String name : piece) {
        assertThat(seen.add(name)).isTrue();
      }
      tree.unlink("d/" + removed++);
    }
    assertThat(seen).hasSize(100_002);
    for (int i = removed; i < 100_000; i++) {
      tree.unlink("d/" + i);
    }
    assertThat(tree.list("d")).containsExactly(".", "..");
    open.drop();
  }

  @Test
  void cookiesThatWereNeverGivenAreAnEnd() throws Exception {
    Tree tree = tree();
    tree.write("f", "");
    DirectoryDescription open = tree.openDirectory(".");
    assertThat(tree.list(open, 1000, 10, new long[1])).isEmpty();
    assertThat(tree.list(open, Long.MAX_VALUE, 10, new long[1])).isEmpty();
    open.drop();
  }

  @Test
  void aDeepTreeIsWalkedAndRemoved() throws Exception {
    Tree tree = tree("nr_inodes=0");
    DirectoryDescription[] levels = new DirectoryDescription[3001];
    levels[0] = tree.openDirectory(".");
    for (int i = 0; i < 3000; i++) {
      tree.in(levels[i]).mkdir("d");
      levels[i + 1] = tree.in(levels[i]).openDirectory("d");
    }
    for (int i = 3000; i > 0; i--) {
      levels[i].drop();
      tree.in(levels[i - 1]).rmdir("d");
    }
    levels[0].drop();
    assertThat(tree.list(".")).containsExactly(".", "..");
  }

  @Test
  void anotherFileSystemIsAnotherDevice() throws Exception {
    pool = new PagePool(MemoryFile.temporary(memory), metadata);
    TmpfsDirectory one = Tmpfs.create(TmpfsOptions.of(1 << 20), pool, clock);
    TmpfsDirectory two = Tmpfs.create(TmpfsOptions.of(1 << 20), pool, clock);
    one.create(Tree.ROOT, "f", 0666, READ_WRITE).drop();
    fails(Errno.EXDEV, () -> one.rename(Tree.ROOT, "f", two, "f"));
    fails(Errno.EXDEV, () -> two.link(Tree.ROOT, "f", one.lookup(Tree.ROOT, "f")));
  }

  private static IoSequence bytes(int count) {
    return IoSequence.of(ByteBuffer.allocateDirect(count));
  }

  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call).isSameAs(errno.exception());
  }
}
