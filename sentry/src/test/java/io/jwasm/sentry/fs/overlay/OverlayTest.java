package io.jwasm.sentry.fs.overlay;

import static io.jwasm.sentry.fs.Tree.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.FrozenInode;
import io.jwasm.sentry.fs.Tree;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.fs.tmpfs.Tmpfs;
import io.jwasm.sentry.fs.tmpfs.TmpfsOptions;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over this tree of the host, which is to stay as it is:
 *
 * <pre>
 * f            "below"            0640, of 2001-09-09
 * g            hard link of h     "linked"
 * link         -&gt; d/e/f
 * d/           0750
 * d/e/f        "deep"
 * d/e/empty/
 * many/0 ... many/99
 * </pre>
 */
final class OverlayTest {
  private static final int READ_WRITE = OpenFlags.READ | OpenFlags.WRITE;
  private static final long LONG_AGO = 1_000_000_000_000_000_000L;

  @TempDir private Path dir;
  private PagePool pool;
  private Tree tree;

  @BeforeEach
  void makeTree() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(dir.resolve("f"), "below");
    Files.setPosixFilePermissions(dir.resolve("f"), PosixFilePermissions.fromString("rw-r-----"));
    Files.writeString(dir.resolve("h"), "linked");
    Files.createLink(dir.resolve("g"), dir.resolve("h"));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("d/e/f"));
    Files.createDirectories(dir.resolve("d/e/empty"));
    Files.setPosixFilePermissions(dir.resolve("d"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.writeString(dir.resolve("d/e/f"), "deep");
    Files.createDirectory(dir.resolve("many"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(dir.resolve("many/" + i), "");
    }
    for (String path : new String[] {"f", "d/e/f", "d/e", "d"}) {
      Files.setLastModifiedTime(dir.resolve(path), FileTime.from(LONG_AGO, TimeUnit.NANOSECONDS));
    }
    pool = PagePool.of(MemoryFile.temporary(MemoryLimit.none()));
    tree = overlay(TmpfsOptions.of(1L << 30));
  }

  private Tree overlay(TmpfsOptions options) throws Exception {
    return Tree.of(
        Overlay.of(
            Tmpfs.create(options, pool, Clock.host()),
            new FrozenInode(HostFilesystem.at(dir.toString()))));
  }

  @Test
  void whatIsBelowIsSeen() throws Exception {
    assertThat(tree.read("f")).isEqualTo("below");
    assertThat(tree.read("link")).isEqualTo("deep");
    assertThat(tree.readLink("link")).isEqualTo("d/e/f");
    assertThat(tree.list("."))
        .containsExactlyInAnyOrder(".", "..", "f", "g", "h", "link", "d", "many");
    assertThat(tree.stat("f").mode()).isEqualTo(0640);
    assertThat(tree.stat("d").mode()).isEqualTo(0750);
    assertThat(tree.stat("f").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void writingCopiesTheFileAndKeepsTheRestOfIt() throws Exception {
    long number = tree.stat("d/e/f").inode();
    FileDescription file = tree.open("d/e/f", READ_WRITE);
    assertThat(tree.stat("d/e/f").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(tree.stat("d/e").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(tree.stat("d").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(tree.stat("d").mode()).isEqualTo(0750);
    file.pwrite(Tree.ROOT, text("l"), 3);
    file.drop();
    assertThat(tree.read("d/e/f")).isEqualTo("deel");
    assertThat(tree.read("link")).isEqualTo("deel");
    assertThat(tree.stat("d/e/f").inode()).isEqualTo(number);
    assertThat(Files.readString(dir.resolve("d/e/f"))).isEqualTo("deep");
  }

  @Test
  void numbersStayWhenFilesAreCopied() throws Exception {
    List<String> paths = List.of("f", "d", "d/e", "d/e/f", "d/e/empty");
    List<Long> before = new ArrayList<>();
    for (String path : paths) {
      before.add(tree.stat(path).inode());
    }
    for (String path : paths) {
      tree.setTimes(path, 1, 2);
    }
    for (int i = 0; i < paths.size(); i++) {
      assertThat(tree.stat(paths.get(i)).inode()).isEqualTo(before.get(i));
      assertThat(tree.stat(paths.get(i)).mtimeNanos()).isEqualTo(2);
    }
    tree.write("new", "");
    assertThat(before).doesNotContain(tree.stat("new").inode());
    assertThat(tree.stat("new").device()).isEqualTo(tree.stat("h").device());
    assertThat(tree.stat("f").device()).isEqualTo(tree.stat("h").device());
  }

  @Test
  void truncatingCopiesNoContent() throws Exception {
    tree.open("f", OpenFlags.WRITE | OpenFlags.TRUNCATE).drop();
    assertThat(tree.stat("f").sizeBytes()).isZero();
    assertThat(tree.stat("f").mode()).isEqualTo(0640);
    assertThat(tree.stat("f").mtimeNanos()).isGreaterThan(LONG_AGO);
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void whoReadsAFileThatIsCopiedReadsOn() throws Exception {
    FileDescription old = tree.open("f", OpenFlags.READ);
    tree.write("f", "above");
    assertThat(tree.read(old, 0)).isEqualTo("below");
    assertThat(old.stat().sizeBytes()).isEqualTo(5);
    assertThat(tree.read("f")).isEqualTo("above");
    tree.unlink("f");
    assertThat(tree.read(old, 0)).isEqualTo("below");
    old.drop();
  }

  @Test
  void timesSetThroughAFileThatIsReadAreAbove() throws Exception {
    FileDescription file = tree.open("f", OpenFlags.READ);
    FileDescription late = tree.open("f", OpenFlags.READ);
    file.setTimes(Tree.ROOT, Timestamp.OMIT, 7);
    assertThat(tree.stat("f").mtimeNanos()).isEqualTo(7);
    file.setTimes(Tree.ROOT, Timestamp.OMIT, 8);
    assertThat(tree.stat("f").mtimeNanos()).isEqualTo(8);
    tree.write("other", "");
    tree.rename("other", "f");
    long now = tree.stat("f").mtimeNanos();
    file.setTimes(Tree.ROOT, Timestamp.OMIT, 9); // of the file that has no name any more
    fails(Errno.ESTALE, () -> late.setTimes(Tree.ROOT, Timestamp.OMIT, 9));
    assertThat(tree.stat("f").mtimeNanos()).isEqualTo(now);
    tree.unlink("f");
    fails(Errno.ENOENT, () -> late.setTimes(Tree.ROOT, Timestamp.OMIT, 9));
    file.drop();
    late.drop();
  }

  @Test
  void timesAreSetOnTheCopyOfOneOfSeveralNames() throws Exception {
    FileDescription file = tree.open("g", OpenFlags.READ);
    file.setTimes(Tree.ROOT, Timestamp.OMIT, 7);
    file.setTimes(Tree.ROOT, Timestamp.OMIT, 8);
    assertThat(tree.stat("g").mtimeNanos()).isEqualTo(8);
    assertThat(tree.stat("h").mtimeNanos()).isGreaterThan(8);
    file.drop();
  }

  @Test
  void filesDeepBelowAreOpenedInOneStepOnlyWhereTheyAreSeen() throws Exception {
    assertThat(tree.read("d/e/f")).isEqualTo("deep");
    assertThat(tree.read("./d//e/./f")).isEqualTo("deep");
    FileDescription file = tree.open("d/e/f", OpenFlags.READ);
    file.setTimes(Tree.ROOT, Timestamp.OMIT, 7);
    assertThat(tree.stat("d/e/f").mtimeNanos()).isEqualTo(7);
    file.drop();
    tree.unlink("d/e/f");
    fails(Errno.ENOENT, () -> tree.read("d/e/f"));
    fails(Errno.ENOENT, () -> tree.stat("d/e/f"));
    Tree other = overlay(TmpfsOptions.of(1L << 30));
    other.unlink("d/e/f");
    other.rmdir("d/e/empty");
    other.rmdir("d/e");
    fails(Errno.ENOENT, () -> other.read("d/e/f"));
    other.mkdir("d/e");
    fails(Errno.ENOENT, () -> other.read("d/e/f"));
    fails(Errno.ENOENT, () -> other.stat("d/e/f"));
    other.as(new Tree.User(1001, 1001)).read("h");
    fails(Errno.EACCES, () -> other.as(new Tree.User(1001, 1001)).stat("d/none"));
  }

  @Test
  void aRemovedFileStaysRemoved() throws Exception {
    tree.unlink("f");
    fails(Errno.ENOENT, () -> tree.read("f"));
    fails(Errno.ENOENT, () -> tree.unlink("f"));
    assertThat(tree.list(".")).doesNotContain("f");
    tree.write("f", "new");
    assertThat(tree.read("f")).isEqualTo("new");
    assertThat(tree.stat("f").mode()).isNotEqualTo(0640);
    tree.unlink("f");
    fails(Errno.ENOENT, () -> tree.read("f"));
    assertThat(Files.readString(dir.resolve("f"))).isEqualTo("below");
  }

  @Test
  void aCopiedFileIsRemovedWithWhatIsBelowIt() throws Exception {
    tree.write("d/e/f", "above");
    tree.unlink("d/e/f");
    fails(Errno.ENOENT, () -> tree.read("d/e/f"));
    assertThat(tree.list("d/e")).containsExactlyInAnyOrder(".", "..", "empty");
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void aDirectoryIsRemovedWhenNothingIsSeenInIt() throws Exception {
    fails(Errno.ENOTEMPTY, () -> tree.rmdir("d/e"));
    tree.unlink("d/e/f");
    fails(Errno.ENOTEMPTY, () -> tree.rmdir("d/e"));
    tree.rmdir("d/e/empty");
    tree.rmdir("d/e");
    assertThat(tree.list("d")).containsExactlyInAnyOrder(".", "..");
    tree.rmdir("d");
    fails(Errno.ENOENT, () -> tree.stat("d"));
    assertThat(Files.exists(dir.resolve("d/e/f"))).isTrue();
  }

  @Test
  void aDirectoryMadeAnewShowsNothingOfTheOldOne() throws Exception {
    tree.unlink("d/e/f");
    tree.rmdir("d/e/empty");
    tree.rmdir("d/e");
    tree.mkdir("d/e");
    assertThat(tree.list("d/e")).containsExactlyInAnyOrder(".", "..");
    fails(Errno.ENOENT, () -> tree.read("d/e/f"));
    tree.write("d/e/f", "new");
    assertThat(tree.read("d/e/f")).isEqualTo("new");
    assertThat(tree.stat("d/e").links()).isEqualTo(2);
  }

  @Test
  void anOpenDirectoryKnowsThatItWasRemoved() throws Exception {
    DirectoryDescription open = tree.openDirectory("d/e/empty");
    tree.rmdir("d/e/empty");
    tree.mkdir("d/e/empty");
    fails(Errno.ENOENT, () -> tree.in(open).write("f", ""));
    fails(Errno.ENOENT, () -> tree.in(open).stat("f"));
    fails(Errno.ENOENT, () -> tree.list(open, 0, 10, new long[1]));
    assertThat(tree.list("d/e/empty")).containsExactlyInAnyOrder(".", "..");
    open.drop();
  }

  @Test
  void anOpenDirectorySeesWhatOthersChange() throws Exception {
    DirectoryDescription open = tree.openDirectory("d/e");
    tree.write("d/e/new", "x");
    tree.unlink("d/e/f");
    assertThat(tree.in(open).read("new")).isEqualTo("x");
    fails(Errno.ENOENT, () -> tree.in(open).read("f"));
    assertThat(tree.list(open, 0, 10, new long[1]))
        .containsExactlyInAnyOrder(".", "..", "empty", "new");
    open.drop();
  }

  @Test
  void aFileFromBelowIsMoved() throws Exception {
    long number = tree.stat("f").inode();
    tree.rename("f", "d/e/moved");
    fails(Errno.ENOENT, () -> tree.read("f"));
    assertThat(tree.read("d/e/moved")).isEqualTo("below");
    assertThat(tree.stat("d/e/moved").inode()).isEqualTo(number);
    assertThat(tree.stat("d/e/moved").mode()).isEqualTo(0640);
    tree.rename("d/e/moved", "f");
    assertThat(tree.read("f")).isEqualTo("below");
    assertThat(tree.list("d/e")).containsExactlyInAnyOrder(".", "..", "f", "empty");
  }

  @Test
  void aFileReplacesOneBelow() throws Exception {
    tree.rename("f", "d/e/f");
    assertThat(tree.read("d/e/f")).isEqualTo("below");
    tree.unlink("d/e/f");
    fails(Errno.ENOENT, () -> tree.read("d/e/f"));
    tree.write("new", "new");
    tree.rename("new", "f");
    assertThat(tree.read("f")).isEqualTo("new");
    tree.rename("f", "f");
    tree.rename("g", "g");
    assertThat(tree.read("g")).isEqualTo("linked");
  }

  @Test
  void aSymbolicLinkIsMoved() throws Exception {
    tree.rename("link", "d/link");
    assertThat(tree.readLink("d/link")).isEqualTo("d/e/f");
    fails(Errno.ENOENT, () -> tree.readLink("link"));
  }

  @Test
  void aDirectoryThatIsBelowDoesNotMove() throws Exception {
    fails(Errno.EXDEV, () -> tree.rename("d", "moved"));
    tree.write("d/e/new", "");
    fails(Errno.EXDEV, () -> tree.rename("d/e", "moved"));
    fails(Errno.EINVAL, () -> tree.rename("d", "d/e/moved"));
    fails(Errno.ENOTEMPTY, () -> tree.rename("d/e", "d"));
    fails(Errno.ENOTDIR, () -> tree.rename("d", "f"));
    fails(Errno.EISDIR, () -> tree.rename("f", "d"));
    tree.rename("d", "d");
    assertThat(tree.read("d/e/f")).isEqualTo("deep");
  }

  @Test
  void aNewDirectoryReplacesAnEmptyOneBelow() throws Exception {
    tree.mkdir("new");
    tree.write("new/x", "x");
    fails(Errno.ENOTEMPTY, () -> tree.rename("new", "d/e"));
    tree.rename("new", "d/e/empty");
    assertThat(tree.read("d/e/empty/x")).isEqualTo("x");
    tree.mkdir("again");
    tree.unlink("d/e/f");
    tree.unlink("d/e/empty/x");
    tree.rmdir("d/e/empty");
    tree.write("again/y", "y");
    tree.rename("again", "d/e");
    assertThat(tree.list("d/e")).containsExactlyInAnyOrder(".", "..", "y");
  }

  @Test
  void oneOfSeveralNamesBelowGetsAFileOfItsOwn() throws Exception {
    assertThat(tree.stat("g").inode()).isEqualTo(tree.stat("h").inode());
    tree.write("g", "above");
    assertThat(tree.read("h")).isEqualTo("linked");
    assertThat(tree.stat("g").inode()).isNotEqualTo(tree.stat("h").inode());
    assertThat(tree.stat("g").links()).isEqualTo(1);
  }

  @Test
  void aFileFromBelowGetsASecondName() throws Exception {
    tree.link("f", "second");
    tree.write("second", "above");
    assertThat(tree.read("f")).isEqualTo("above");
    assertThat(tree.stat("f").links()).isEqualTo(2);
    assertThat(tree.stat("f").inode()).isEqualTo(tree.stat("second").inode());
    fails(Errno.EEXIST, () -> tree.link("second", "g"));
    fails(Errno.EEXIST, () -> tree.link("g", "f"));
    tree.link("link", "link2");
    assertThat(tree.readLink("link2")).isEqualTo("d/e/f");
  }

  @Test
  void namesBelowAreTaken() throws Exception {
    fails(Errno.EEXIST, () -> tree.mkdir("f"));
    fails(Errno.EEXIST, () -> tree.mkdir("d"));
    fails(Errno.EEXIST, () -> tree.create("link", 0666));
    fails(Errno.EEXIST, () -> tree.symlink("x", "d/e"));
    fails(Errno.EISDIR, () -> tree.unlink("d"));
    fails(Errno.ENOTDIR, () -> tree.rmdir("f"));
    tree.open("f", OpenFlags.WRITE | OpenFlags.CREATE).drop();
    assertThat(tree.read("f")).isEqualTo("below");
  }

  @Test
  void aListingHasEachNameOnceWhileFilesMoveUp() throws Exception {
    DirectoryDescription open = tree.openDirectory("many");
    List<String> listed = new ArrayList<>();
    long[] next = new long[1];
    List<String> piece = tree.list(open, 0, 9, next);
    for (int round = 0; !piece.isEmpty(); round++) {
      listed.addAll(piece);
      for (int i = 0; i < 10 && round < 10; i++) {
        tree.write("many/" + (99 - round * 10 - i), "above");
        tree.write("many/new" + round, "");
      }
      piece = tree.list(open, next[0], 9, next);
    }
    open.drop();
    List<String> expected = new ArrayList<>(List.of(".", ".."));
    for (int i = 0; i < 100; i++) {
      expected.add(Integer.toString(i));
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(tree.list("many")).doesNotHaveDuplicates().hasSize(112);
  }

  @Test
  void kindsAndNumbersInListingsAreThoseOfStat() throws Exception {
    tree.write("f", "above");
    DirectoryDescription open = tree.openDirectory(".");
    open.list(
        Tree.ROOT,
        0,
        (name, number, type, next) -> {
          try {
            String path = new String(name, StandardCharsets.UTF_8);
            Stat stat = tree.stat(path.equals("..") ? "." : path);
            assertThat(number).as(path).isEqualTo(stat.inode());
            assertThat(type).as(path).isEqualTo(stat.type());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return true;
        });
    open.drop();
  }

  @Test
  void whatIsRememberedOfListingsIsGivenBack() throws Exception {
    long before = pool.metadata().chargedBytes();
    DirectoryDescription open = tree.openDirectory("many");
    tree.list(open, 0, 10, new long[1]);
    assertThat(pool.metadata().chargedBytes()).isGreaterThan(before);
    tree.list(open, 0, 10, new long[1]);
    open.drop();
    assertThat(pool.metadata().chargedBytes()).isEqualTo(before);
  }

  @Test
  void aSparseFileIsCopiedSparsely() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(dir.resolve("sparse").toFile(), "rw")) {
      file.setLength(100_000_000);
      file.seek(50_000_000);
      file.write('x');
    }
    tree.open("sparse", READ_WRITE).drop();
    assertThat(tree.stat("sparse").sizeBytes()).isEqualTo(100_000_000);
    assertThat(pool.usedPages()).isEqualTo(1);
    FileDescription file = tree.open("sparse", OpenFlags.READ);
    assertThat(tree.read(file, 49_999_999)).startsWith("\0x\0");
    file.drop();
  }

  @Test
  void aFileThatDoesNotFitIsNotCopied() throws Exception {
    Files.writeString(dir.resolve("big"), "x".repeat(100_000));
    Tree small = overlay(TmpfsOptions.of(1L << 30).with("size=64k"));
    fails(Errno.ENOSPC, () -> small.open("big", READ_WRITE));
    assertThat(pool.usedPages()).isZero();
    assertThat(small.read("big")).hasSize(100_000);
    small.write("big", "small");
    assertThat(small.read("big")).isEqualTo("small");
    assertThat(small.stat("big").sizeBytes()).isEqualTo(5);
  }

  @Test
  void largeFilesAreCopiedWhole() throws Exception {
    String text = "0123456789abcdef".repeat(60_000);
    Files.writeString(dir.resolve("large"), text);
    FileDescription file = tree.open("large", READ_WRITE | OpenFlags.APPEND);
    file.write(Tree.ROOT, text("end"));
    file.drop();
    assertThat(tree.read("large")).isEqualTo(text + "end");
  }

  @Test
  void othersNeedPermissionForWhatIsBelow() throws Exception {
    Tree bob = tree.as(new Tree.User(1001, 1001));
    fails(Errno.EACCES, () -> bob.open("f", OpenFlags.WRITE));
    fails(Errno.EACCES, () -> bob.open("f", OpenFlags.WRITE | OpenFlags.TRUNCATE));
    fails(Errno.EACCES, () -> bob.unlink("f"));
    fails(Errno.EACCES, () -> bob.rename("f", "g"));
    fails(Errno.EACCES, () -> bob.write("new", ""));
    fails(Errno.EACCES, () -> bob.stat("d/e"));
    fails(Errno.EPERM, () -> bob.setTimes("f", 1, 1));
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void theRootIsLikeTheOneBelow() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-x--x"));
    Tree again = overlay(TmpfsOptions.of(1L << 30));
    assertThat(again.stat(".").mode()).isEqualTo(0751);
    assertThat(again.stat(".").type()).isEqualTo(FileType.DIRECTORY);
    again.setTimes(".", 1, 2);
    assertThat(again.stat(".").mtimeNanos()).isEqualTo(2);
    assertThat(Files.getLastModifiedTime(dir).toInstant()).isAfter(Instant.ofEpochSecond(1));
  }

  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call).isSameAs(errno.exception());
  }
}
