package io.jwasm.sentry.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What mounts change for operations on paths:
 *
 * <pre>
 * root/f                     root/sub/g      root/up -> ../../outside/secret
 * root/sub/out -> /f         root/sub/in -> g
 * outside/secret             must not be reached
 * data/x                     mounted at /mnt/data (root/mnt does not exist)
 * ro/y                       mounted read-only at /sub/ro (root/sub/ro exists)
 * one                        a file, mounted over /f
 * </pre>
 */
final class VfsMountTest {
  private static final Caller ROOT = new Root(0, 0);

  private record Root(int uid, int gid) implements Caller {}

  @TempDir private Path dir;
  private Vfs vfs;
  private DirectoryDescription root;

  @BeforeEach
  void mount() throws Exception {
    for (String file :
        new String[] {"root/f", "root/sub/g", "outside/secret", "data/x", "ro/y", "one"}) {
      Files.createDirectories(dir.resolve(file).getParent());
      Files.writeString(dir.resolve(file), file);
    }
    Files.createDirectory(dir.resolve("root/sub/ro"));
    Files.createSymbolicLink(dir.resolve("root/up"), Path.of("../../outside/secret"));
    Files.createSymbolicLink(dir.resolve("root/sub/out"), Path.of("/f"));
    Files.createSymbolicLink(dir.resolve("root/sub/in"), Path.of("g"));
    MountNamespace namespace = new MountNamespace(tree("root", false));
    namespace.mount(ROOT, "/mnt/data", tree("data", false));
    namespace.mount(ROOT, "/sub/ro", tree("ro", true));
    namespace.mount(ROOT, "/f", tree("one", false));
    vfs = new Vfs(namespace);
    root = vfs.preopen(ROOT, "/", "/");
  }

  @Test
  void listingsShowWhatIsMounted() throws Exception {
    assertThat(names(root)).contains("f", "sub", "mnt", ".", "..").doesNotHaveDuplicates();
    assertThat(names(open("mnt", OpenFlags.DIRECTORY))).containsExactly(".", "..", "data");
    assertThat(names(open("sub/ro", OpenFlags.DIRECTORY))).contains("y");
    assertThat(Files.exists(dir.resolve("root/mnt"))).isFalse();
  }

  @Test
  void listingGoesOnAtEveryCookie() throws Exception {
    List<String> whole = names(root);
    List<String> stepwise = new ArrayList<>();
    long[] cookie = {0};
    boolean[] more = {true};
    while (more[0]) {
      more[0] = false;
      root.list(
          ROOT,
          cookie[0],
          (name, inode, type, next) -> {
            stepwise.add(new String(name, StandardCharsets.UTF_8));
            cookie[0] = next;
            more[0] = true;
            return false;
          });
    }
    assertThat(stepwise).isEqualTo(whole);
    root.list(ROOT, -1, (name, inode, type, next) -> stepwise.add("never"));
    assertThat(stepwise).isEqualTo(whole);
  }

  @Test
  void aFileMountedOverAFileIsSeen() throws Exception {
    assertThat(vfs.stat(ROOT, root, "f", 0).sizeBytes()).isEqualTo("one".length());
    assertThat(vfs.stat(ROOT, root, "sub/out", 0).sizeBytes()).isEqualTo("one".length());
  }

  @Test
  void aReadOnlyMountRefusesEveryChange() throws Exception {
    fails(Errno.EROFS, () -> open("sub/ro/y", OpenFlags.WRITE));
    fails(Errno.EROFS, () -> open("sub/ro/y", OpenFlags.READ | OpenFlags.TRUNCATE));
    fails(Errno.EROFS, () -> open("sub/ro/new", OpenFlags.WRITE | OpenFlags.CREATE));
    fails(Errno.EROFS, () -> vfs.makeDirectory(ROOT, root, "sub/ro/new", 0777));
    fails(Errno.EROFS, () -> vfs.unlink(ROOT, root, "sub/ro/y"));
    fails(Errno.EROFS, () -> vfs.symlink(ROOT, root, "sub/ro/new", "y"));
    fails(Errno.EROFS, () -> vfs.link(ROOT, root, "sub/ro/y", 0, root, "sub/ro/new"));
    fails(Errno.EROFS, () -> vfs.rename(ROOT, root, "sub/ro/y", root, "sub/ro/z"));
    fails(Errno.EROFS, () -> vfs.setTimes(ROOT, root, "sub/ro/y", 0, 1, 1));
    FileDescription file = open("sub/ro/y", OpenFlags.READ);
    fails(Errno.EROFS, () -> file.setTimes(ROOT, 1, 1));
    assertThat(file.stat().mtimeNanos()).isNotEqualTo(1);
    fails(Errno.EROFS, () -> open("sub/ro", OpenFlags.DIRECTORY).setTimes(ROOT, 1, 1));
    assertThat(Files.readString(dir.resolve("ro/y"))).isEqualTo("ro/y");
    assertThat(dir.resolve("ro").toFile().list()).containsExactly("y");
  }

  /** GHSA: a file moved or linked out of a read-only mount would become writable. */
  @Test
  void nothingMovesBetweenMounts() {
    fails(Errno.EXDEV, () -> vfs.link(ROOT, root, "sub/ro/y", 0, root, "y"));
    fails(Errno.EXDEV, () -> vfs.rename(ROOT, root, "sub/ro/y", root, "y"));
    fails(Errno.EXDEV, () -> vfs.rename(ROOT, root, "sub/g", root, "mnt/data/g"));
    fails(Errno.EXDEV, () -> vfs.link(ROOT, root, "f", 0, root, "new"));
  }

  @Test
  void namesThatLeadToMountsStay() {
    fails(Errno.EBUSY, () -> vfs.removeDirectory(ROOT, root, "sub/ro"));
    fails(Errno.EBUSY, () -> vfs.removeDirectory(ROOT, root, "sub"));
    fails(Errno.EBUSY, () -> vfs.rename(ROOT, root, "sub", root, "moved"));
    fails(Errno.EBUSY, () -> vfs.rename(ROOT, root, "sub/g", root, "f"));
    fails(Errno.EBUSY, () -> vfs.unlink(ROOT, root, "f"));
    fails(Errno.EROFS, () -> vfs.makeDirectory(ROOT, root, "mnt/new", 0777));
  }

  @Test
  void linksFromTheRootAreResolvedInIt() throws Exception {
    fails(Errno.ENOENT, () -> vfs.stat(ROOT, root, "up", 0));
    fails(Errno.ENOENT, () -> open("up", OpenFlags.WRITE));
    // Dangling as it is inside the container, so that it can be created there and only there.
    fails(Errno.ENOENT, () -> open("up", OpenFlags.WRITE | OpenFlags.CREATE));
    DirectoryDescription sub = (DirectoryDescription) open("sub", OpenFlags.DIRECTORY);
    assertThat(vfs.stat(ROOT, sub, "out", 0).sizeBytes()).isEqualTo("one".length());
    fails(Errno.ENOTCAPABLE, () -> vfs.stat(ROOT, sub, "../f", 0));
    fails(Errno.ENOTCAPABLE, () -> vfs.stat(ROOT, root, "..", 0));
    fails(Errno.ENOTCAPABLE, () -> vfs.stat(ROOT, root, "sub/../..", 0));
  }

  @Test
  void aBoundedDirectoryIsNotLeftByLinksEither() throws Exception {
    DirectoryDescription bounded = vfs.preopenBounded(ROOT, "/sub", "data");
    assertThat(bounded.preopenName()).isEqualTo("data");
    assertThat(vfs.stat(ROOT, bounded, "in", 0).sizeBytes()).isEqualTo("root/sub/g".length());
    fails(Errno.ENOTCAPABLE, () -> vfs.stat(ROOT, bounded, "out", 0));
    Files.createSymbolicLink(dir.resolve("root/sub/climb"), Path.of("../f"));
    fails(Errno.ENOTCAPABLE, () -> vfs.stat(ROOT, bounded, "climb", 0));
    fails(
        Errno.ENOTCAPABLE,
        () -> vfs.open(ROOT, bounded, "climb", OpenFlags.WRITE | OpenFlags.CREATE, 0666));
    assertThat(names(bounded)).contains("ro", "g");
  }

  /** The way through one mount is short; what is special about it is not forgotten. */
  @Test
  void aPathThroughAMountIsTheSameAsInIt() throws Exception {
    assertThat(vfs.stat(ROOT, root, "mnt/data/x", 0).sizeBytes()).isEqualTo("data/x".length());
    assertThat(open("mnt/data/./x", OpenFlags.READ).stat().sizeBytes())
        .isEqualTo("data/x".length());
    open("mnt/data/made", OpenFlags.WRITE | OpenFlags.CREATE).drop();
    assertThat(dir.resolve("data/made")).exists();
    DirectoryDescription sub = (DirectoryDescription) open("sub", OpenFlags.DIRECTORY);
    assertThat(vfs.stat(ROOT, sub, "ro/y", 0).sizeBytes()).isEqualTo("ro/y".length());
    assertThat(vfs.stat(ROOT, sub, "ro/../g", 0).sizeBytes()).isEqualTo("root/sub/g".length());
    fails(Errno.EROFS, () -> vfs.open(ROOT, sub, "ro/y", OpenFlags.WRITE, 0));
    fails(Errno.EROFS, () -> vfs.open(ROOT, sub, "ro/n", OpenFlags.CREATE, 0666));
    fails(Errno.ENOTCAPABLE, () -> vfs.stat(ROOT, sub, "ro/../../f", 0));
    fails(Errno.ENOENT, () -> vfs.stat(ROOT, sub, "ro/none", 0));
    assertThat(vfs.stat(ROOT, sub, "ro/", 0).type()).isEqualTo(FileType.DIRECTORY);
  }

  /** With a slash a link leads to its directory for who looks, and is itself for who removes. */
  @Test
  void aSlashAfterALinkMattersToWhoLooks() throws Exception {
    Files.createSymbolicLink(dir.resolve("root/to-sub"), Path.of("sub"));
    int nofollow = OpenFlags.NOFOLLOW;
    assertThat(vfs.stat(ROOT, root, "to-sub", nofollow).type()).isEqualTo(FileType.SYMLINK);
    assertThat(vfs.stat(ROOT, root, "to-sub/", nofollow).type()).isEqualTo(FileType.DIRECTORY);
    fails(Errno.ENOTDIR, () -> vfs.removeDirectory(ROOT, root, "to-sub/"));
    fails(Errno.ENOTDIR, () -> vfs.unlink(ROOT, root, "to-sub/"));
    fails(Errno.ENOTDIR, () -> vfs.rename(ROOT, root, "to-sub/", root, "moved"));
  }

  @Test
  void aClosedDirectoryStartsNoWalk() throws Exception {
    DirectoryDescription sub = (DirectoryDescription) open("sub", OpenFlags.DIRECTORY);
    sub.drop();
    fails(Errno.EBADF, () -> vfs.stat(ROOT, sub, "g", 0));
    fails(Errno.EBADF, () -> names(sub));
  }

  private FileDescription open(String path, int flags) throws ErrnoException {
    return vfs.open(ROOT, root, path, flags, 0666);
  }

  private static List<String> names(FileDescription directory) throws ErrnoException {
    List<String> names = new ArrayList<>();
    ((DirectoryDescription) directory)
        .list(
            ROOT,
            0,
            (name, inode, type, next) -> names.add(new String(name, StandardCharsets.UTF_8)));
    return names;
  }

  private Mount tree(String place, boolean readOnly) throws ErrnoException {
    return new Mount(HostFilesystem.at(dir.resolve(place).toString()), readOnly, "none", "bind");
  }

  private static void fails(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call).isSameAs(errno.exception());
  }
}
