package io.jwasm.sentry.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.mm.IoSequence;
import java.nio.ByteBuffer;
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
 * Mounts over this tree:
 *
 * <pre>
 * root/dev/null -> ../etc/passwd
 * root/etc/passwd          every file holds its own path
 * root/work/here
 * root/work/etc2/x
 * data/f
 * </pre>
 */
final class MountNamespaceTest {
  private record User(int uid, int gid) implements Caller {}

  private static final Caller USER = new User(0, 0);

  @TempDir private Path dir;
  private MountNamespace namespace;
  private Vfs vfs;

  @BeforeEach
  void makeTree() throws Exception {
    for (String file :
        new String[] {"root/etc/passwd", "root/work/here", "root/work/etc2/x", "data/f"}) {
      Files.createDirectories(dir.resolve(file).getParent());
      Files.writeString(dir.resolve(file), file);
    }
    Files.createDirectory(dir.resolve("root/dev"));
    Files.createSymbolicLink(dir.resolve("root/dev/null"), Path.of("../etc/passwd"));
    namespace = new MountNamespace(tree("root"));
    vfs = new Vfs(namespace);
  }

  @Test
  void attachedNodeCoversALinkOfTheImageAndIsNotListed() throws Exception {
    namespace.attach(USER, "/dev", new String[] {"null"}, new Inode[] {tree("data/f").root()});
    assertThat(read("/dev/null")).isEqualTo("data/f");
    assertThat(read("/etc/passwd")).isEqualTo("root/etc/passwd");
    assertThat(namespace.entries()).hasSize(1);
  }

  @Test
  void attachedNodeLeavesAMountOfTheConfigurationAlone() throws Exception {
    namespace.attach(USER, "/dev", new String[] {"a"}, new Inode[] {tree("data/f").root()});
    namespace.attach(USER, "/dev", new String[] {"a"}, new Inode[] {new EmptyDirectory()});
    assertThat(read("/dev/a")).isEqualTo("data/f");
  }

  @Test
  void attachedNodeAppearsInItsDirectoryAndCannotBeRemoved() throws Exception {
    namespace.attach(USER, "/dev", new String[] {"a"}, new Inode[] {tree("data/f").root()});
    assertThat(names("dev")).containsExactlyInAnyOrder(".", "..", "null", "a");
    assertThatErrno(() -> vfs.unlink(USER, root(), "dev/a"), Errno.EBUSY);
  }

  @Test
  void maskedFileIsAnotherAndMaskedDirectoryIsEmpty() throws Exception {
    namespace.mask(USER, "/etc/passwd", tree("data/f").root());
    namespace.mask(USER, "/work", tree("data/f").root());
    assertThat(read("/etc/passwd")).isEqualTo("data/f");
    assertThat(names("work")).containsExactly(".", "..");
    assertThatErrno(() -> vfs.makeDirectory(USER, root(), "work/d", 0755), Errno.EROFS);
    assertThatErrno(() -> namespace.mask(USER, "/no", new EmptyDirectory()), Errno.ENOENT);
  }

  @Test
  void readOnlyPathKeepsItsContentAndTheMountsBelow() throws Exception {
    namespace.mount(USER, "/work/etc2", tree("data"));
    namespace.makeReadOnly(USER, "/work");
    assertThat(read("/work/here")).isEqualTo("root/work/here");
    assertThatErrno(() -> vfs.unlink(USER, root(), "work/here"), Errno.EROFS);
    vfs.unlink(USER, root(), "work/etc2/f");
    assertThat(namespace.entries().getLast().place()).isEqualTo("/work");
    assertThat(namespace.entries().getLast().mount().readOnly()).isTrue();
  }

  @Test
  void mountAtTheRootCoversItAndWhatWasMountedBefore() throws Exception {
    namespace.mount(USER, "/etc", tree("root/work"));
    namespace.mount(USER, "/", tree("data"));
    assertThat(read("/f")).isEqualTo("data/f");
    assertThat(names(".")).containsExactlyInAnyOrder(".", "..", "f");
  }

  @Test
  void openFilesKnowTheirPath() throws Exception {
    namespace.mount(USER, "/mnt", tree("data"));
    assertThat(vfs.open(USER, root(), "dev/null", OpenFlags.READ, 0).path())
        .isEqualTo("/etc/passwd");
    assertThat(vfs.open(USER, root(), "work//./here", OpenFlags.READ, 0).path())
        .isEqualTo("/work/here");
    assertThat(vfs.open(USER, root(), "mnt/f", OpenFlags.READ, 0).path()).isEqualTo("/mnt/f");
    assertThat(vfs.open(USER, root(), "work/", OpenFlags.READ, 0).path()).isEqualTo("/work");
    assertThat(root().path()).isEqualTo("/");
  }

  @Test
  void linkWithoutAPathLeadsToItsFile() throws Exception {
    Inode file = tree("data/f").root();
    namespace.attach(USER, "/dev", new String[] {"x"}, new Inode[] {new Jump(file)});
    FileDescription opened = vfs.open(USER, root(), "dev/x", OpenFlags.READ, 0);
    assertThat(opened.path()).isNull();
    assertThat(vfs.stat(USER, root(), "dev/x", 0).type()).isEqualTo(FileType.REGULAR);
    assertThat(vfs.stat(USER, root(), "dev/x", OpenFlags.NOFOLLOW).type())
        .isEqualTo(FileType.SYMLINK);
    assertThatErrno(() -> vfs.stat(USER, root(), "dev/x/y", 0), Errno.ENOTDIR);
    assertThatErrno(() -> vfs.stat(USER, root(), "dev/x/", 0), Errno.ENOTDIR);
    assertThat(vfs.readLink(USER, root(), "dev/x")).isEqualTo("jump");
  }

  @Test
  void pathFromTheWorkingDirectoryStartsAtTheRootWhenOnlyThatHasItsFirstName() throws Exception {
    DirectoryDescription work = vfs.preopenWorkingDirectory(USER, "/work");
    assertThat(vfs.open(USER, work, "here", OpenFlags.READ, 0).path()).isEqualTo("/work/here");
    assertThat(vfs.open(USER, work, "etc/passwd", OpenFlags.READ, 0).path())
        .isEqualTo("/etc/passwd");
    assertThatErrno(() -> vfs.open(USER, work, "etc2/passwd", OpenFlags.READ, 0), Errno.ENOENT);
    assertThatErrno(
        () -> vfs.open(USER, work, "../etc/passwd", OpenFlags.READ, 0), Errno.ENOTCAPABLE);
    vfs.makeDirectory(USER, work, "new", 0755);
    assertThat(dir.resolve("root/work/new")).isDirectory();
  }

  @Test
  void missingWorkingDirectoryIsMade() throws Exception {
    vfs.makeWorkingDirectory(USER, "/work/a/b/");
    assertThat(dir.resolve("root/work/a/b")).isDirectory();
  }

  @Test
  void missingWorkingDirectoryOfAReadOnlyRootAppears() throws Exception {
    MountNamespace readOnly =
        new MountNamespace(new Mount(tree("root").root(), true, "none", "bind"));
    new Vfs(readOnly).makeWorkingDirectory(USER, "/work/a/b");
    assertThat(new Vfs(readOnly).walker(USER).resolve("/work/a/b").type())
        .isEqualTo(FileType.DIRECTORY);
    assertThat(dir.resolve("root/work/a")).doesNotExist();
    assertThat(readOnly.entries()).hasSize(1);
  }

  /** A symbolic link as those of {@code /proc/self/fd}. */
  private static final class Jump extends Inode {
    private final Inode file;

    Jump(Inode file) {
      this.file = file;
    }

    @Override
    public FileType type() {
      return FileType.SYMLINK;
    }

    @Override
    public Stat stat() {
      return Stat.ofStream(FileType.SYMLINK);
    }

    @Override
    public String readLink() {
      return "jump";
    }

    @Override
    public Inode linked() {
      return file;
    }
  }

  private Mount tree(String path) throws ErrnoException {
    return new Mount(HostFilesystem.at(dir.resolve(path).toString()), false, "none", "bind");
  }

  private DirectoryDescription root() throws ErrnoException {
    return vfs.preopen(USER, "/", "/");
  }

  private String read(String path) throws ErrnoException {
    FileDescription file = vfs.open(USER, root(), path.substring(1), OpenFlags.READ, 0);
    ByteBuffer bytes = ByteBuffer.allocateDirect(100);
    int count = (int) file.read(USER, IoSequence.of(bytes));
    return StandardCharsets.UTF_8.decode(bytes.limit(count)).toString();
  }

  private List<String> names(String directory) throws ErrnoException {
    List<String> names = new ArrayList<>();
    FileDescription open = vfs.open(USER, root(), directory, OpenFlags.READ, 0);
    ((DirectoryDescription) open)
        .list(USER, 0, (name, _, _, _) -> names.add(new String(name, StandardCharsets.UTF_8)));
    return names;
  }

  private static void assertThatErrno(ThrowingCallable call, Errno errno) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
