package io.jwasm.sentry.host;

import static io.jwasm.sentry.host.HostTree.EMPTY;
import static io.jwasm.sentry.host.HostTree.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.HostErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostKernelDirectoryTest {
  private static final byte[] SUB = bytes("sub");

  private HostTree tree;
  private int dir;

  @BeforeEach
  void makeTree(@TempDir Path base) throws IOException {
    tree = new HostTree(base);
    dir = tree.dir;
  }

  @AfterEach
  void closeTree() throws IOException {
    tree.close();
  }

  @Test
  void directoryIsMadeWithItsMode() throws IOException {
    assertThat(HostKernel.mkdir(dir, EMPTY, bytes("new"), 0700)).isZero();
    assertThat(HostKernel.mkdir(dir, SUB, bytes("new"), 0700)).isZero();
    assertThat(Files.getAttribute(tree.top.resolve("sub/new"), "unix:mode"))
        .isEqualTo(HostConstants.S_IFDIR | 0700);
    assertThat(HostKernel.mkdir(dir, SUB, bytes("new"), 0700)).isEqualTo(HostErrno.EEXIST);
    assertThat(HostKernel.mkdir(dir, bytes("no"), bytes("new"), 0700)).isEqualTo(HostErrno.ENOENT);
    assertThat(HostKernel.mkdir(dir, EMPTY, bytes("dangling"), 0700)).isEqualTo(HostErrno.EEXIST);
  }

  @Test
  void filesAndEmptyDirectoriesAreRemoved() {
    int directory = HostConstants.AT_REMOVEDIR;
    assertThat(HostKernel.unlink(dir, EMPTY, SUB, 0)).isEqualTo(HostErrno.EISDIR);
    assertThat(HostKernel.unlink(dir, EMPTY, SUB, directory)).isEqualTo(HostErrno.ENOTEMPTY);
    assertThat(HostKernel.unlink(dir, SUB, bytes("inner"), directory)).isEqualTo(HostErrno.ENOTDIR);
    assertThat(HostKernel.unlink(dir, SUB, bytes("inner"), 0)).isZero();
    assertThat(HostKernel.unlink(dir, SUB, bytes("inner"), 0)).isEqualTo(HostErrno.ENOENT);
    assertThat(HostKernel.unlink(dir, EMPTY, SUB, directory)).isZero();
    assertThat(HostKernel.unlink(dir, EMPTY, bytes("file"), 0x1000)).isEqualTo(HostErrno.EINVAL);
    assertThat(tree.top.resolve("sub")).doesNotExist();
  }

  @Test
  void linkIsRemovedAndNotItsTarget() {
    assertThat(HostKernel.unlink(dir, EMPTY, bytes("link"), 0)).isZero();
    assertThat(HostKernel.unlink(dir, EMPTY, bytes("sublink"), HostConstants.AT_REMOVEDIR))
        .isEqualTo(HostErrno.ENOTDIR);
    assertThat(tree.top.resolve("file")).exists();
  }

  @Test
  void symlinkHoldsAnyTarget() throws IOException {
    assertThat(HostKernel.symlink(bytes("/a//../b/"), dir, SUB, bytes("new"))).isZero();
    assertThat(Files.readSymbolicLink(tree.top.resolve("sub/new")).toString()).startsWith("/a");
    byte[] out = new byte[HostConstants.PATH_MAX];
    assertThat(HostKernel.readlink(dir, bytes("sub/new"), out)).isEqualTo(9);
    assertThat(HostKernel.symlink(EMPTY, dir, SUB, bytes("other"))).isEqualTo(HostErrno.ENOENT);
    assertThat(HostKernel.symlink(bytes("x"), dir, SUB, bytes("new"))).isEqualTo(HostErrno.EEXIST);
    assertThat(HostKernel.symlink(bytes("x\0y"), dir, SUB, bytes("n"))).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.symlink(new byte[HostConstants.PATH_MAX], dir, SUB, bytes("n")))
        .isEqualTo(HostErrno.ENAMETOOLONG);
    assertThat(HostKernel.symlink(null, dir, SUB, bytes("n"))).isEqualTo(HostErrno.EFAULT);
  }

  @Test
  void hardLinkIsASecondName() throws IOException {
    assertThat(HostKernel.link(dir, EMPTY, bytes("file"), dir, SUB, bytes("second"))).isZero();
    assertThat(Files.isSameFile(tree.top.resolve("file"), tree.top.resolve("sub/second"))).isTrue();
    assertThat(HostKernel.link(dir, EMPTY, bytes("file"), dir, SUB, bytes("inner")))
        .isEqualTo(HostErrno.EEXIST);
    assertThat(HostKernel.link(dir, EMPTY, SUB, dir, EMPTY, bytes("third")))
        .isEqualTo(HostErrno.EPERM);
  }

  @Test
  void hardLinkOfALinkIsToTheLink() throws IOException {
    assertThat(HostKernel.link(dir, EMPTY, bytes("dangling"), dir, SUB, bytes("second"))).isZero();
    assertThat(Files.isSymbolicLink(tree.top.resolve("sub/second"))).isTrue();
    assertThat(
            Files.getAttribute(
                tree.top.resolve("dangling"), "unix:nlink", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(2);
  }

  @Test
  void renameReplacesExchangesOrRefuses() {
    byte[] file = bytes("file");
    byte[] inner = bytes("inner");
    assertThat(HostKernel.rename(dir, EMPTY, file, dir, SUB, inner, 1)).isEqualTo(HostErrno.EEXIST);
    assertThat(HostKernel.rename(dir, EMPTY, file, dir, SUB, inner, 2)).isZero();
    assertThat(tree.top.resolve("file")).hasContent("inner");
    assertThat(tree.top.resolve("sub/inner")).hasContent("content");
    assertThat(HostKernel.rename(dir, EMPTY, file, dir, SUB, inner, 0)).isZero();
    assertThat(tree.top.resolve("sub/inner")).hasContent("inner");
    assertThat(HostKernel.rename(dir, EMPTY, file, dir, SUB, inner, 0)).isEqualTo(HostErrno.ENOENT);
    // RENAME_WHITEOUT
    assertThat(HostKernel.rename(dir, SUB, inner, dir, SUB, file, 4)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.rename(dir, EMPTY, SUB, dir, SUB, file, 0)).isEqualTo(HostErrno.EINVAL);
  }

  @Test
  void timesOfALinkAreItsOwn() {
    long[] stat = new long[HostConstants.STAT_WORDS];
    assertThat(HostKernel.utimes(dir, EMPTY, bytes("link"), 5, 6)).isZero();
    HostKernel.stat(dir, bytes("link"), stat);
    assertThat(stat[HostConstants.STAT_MTIME]).isEqualTo(6);
    HostKernel.stat(dir, bytes("file"), stat);
    assertThat(stat[HostConstants.STAT_MTIME]).isGreaterThan(1_700_000_000_000_000_000L);
    assertThat(HostKernel.utimes(dir, SUB, bytes("inner"), HostConstants.TIME_OMIT, 8)).isZero();
    HostKernel.stat(dir, bytes("sub/inner"), stat);
    assertThat(stat[HostConstants.STAT_MTIME]).isEqualTo(8);
    assertThat(HostKernel.utimes(dir, SUB, bytes("no"), 0, 0)).isEqualTo(HostErrno.ENOENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/b", "sub/", "/etc", "../x", "a\0b"})
  void nameThatIsNotOneComponentIsRefused(String text) {
    byte[] name = bytes(text);
    byte[] good = bytes("file");
    assertThat(HostKernel.mkdir(dir, EMPTY, name, 0700)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.unlink(dir, EMPTY, name, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.symlink(good, dir, SUB, name)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.utimes(dir, SUB, name, 0, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.link(dir, EMPTY, name, dir, SUB, good)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.link(dir, EMPTY, good, dir, SUB, name)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.rename(dir, EMPTY, name, dir, SUB, good, 0)).isEqualTo(HostErrno.EINVAL);
    assertThat(HostKernel.rename(dir, EMPTY, good, dir, SUB, name, 0)).isEqualTo(HostErrno.EINVAL);
  }

  @ParameterizedTest
  @CsvSource({
    "out, ELOOP",
    "sublink, ELOOP",
    "root/tmp, ELOOP",
    ".., EPERM",
    "sub/../.., EPERM",
    "/tmp, EPERM",
    "file, ENOTDIR",
    "no/where, ENOENT"
  })
  void parentThatIsNotBelowIsRefused(String text, Errno expected) {
    int errno = HostKernel.mkdir(dir, bytes(text), bytes("escaped"), 0700);
    assertThat(HostErrors.fromNumber(-errno)).isEqualTo(expected);
    byte[] parent = bytes(text);
    byte[] name = bytes("escaped");
    byte[] file = bytes("file");
    assertThat(HostKernel.unlink(dir, parent, bytes("secret"), 0)).isEqualTo(errno);
    assertThat(HostKernel.symlink(name, dir, parent, name)).isEqualTo(errno);
    assertThat(HostKernel.utimes(dir, parent, bytes("secret"), 0, 0)).isEqualTo(errno);
    assertThat(HostKernel.link(dir, EMPTY, file, dir, parent, name)).isEqualTo(errno);
    assertThat(HostKernel.link(dir, parent, bytes("secret"), dir, SUB, name)).isEqualTo(errno);
    assertThat(HostKernel.rename(dir, EMPTY, file, dir, parent, name, 0)).isEqualTo(errno);
    assertThat(HostKernel.rename(dir, parent, bytes("secret"), dir, SUB, name, 0)).isEqualTo(errno);
    assertThat(tree.base.resolve("secret")).hasContent("secret");
    assertThat(tree.base.resolve("escaped")).doesNotExist();
    assertThat(tree.top.resolve("file")).exists();
  }

  @Test
  void namesAreBounded() {
    assertThat(HostKernel.mkdir(dir, EMPTY, bytes("n".repeat(255)), 0700)).isZero();
    assertThat(HostKernel.mkdir(dir, EMPTY, bytes("n".repeat(256)), 0700))
        .isEqualTo(HostErrno.ENAMETOOLONG);
    assertThat(HostKernel.mkdir(dir, bytes("/".repeat(4096)), bytes("n"), 0700))
        .isEqualTo(HostErrno.ENAMETOOLONG);
    assertThat(HostKernel.mkdir(dir, EMPTY, null, 0700)).isEqualTo(HostErrno.EFAULT);
    assertThat(HostKernel.mkdir(dir, null, bytes("n"), 0700)).isEqualTo(HostErrno.EFAULT);
  }
}
