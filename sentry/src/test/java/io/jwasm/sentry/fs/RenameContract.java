package io.jwasm.sentry.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import org.junit.jupiter.api.Test;

/**
 * Moving files and directories.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/rename.2.html">rename(2)</a>
 */
interface RenameContract extends TreeContract {
  @Test
  default void aFileGetsAnotherName() throws Exception {
    tree().mkdir("d");
    tree().write("f", "abc");
    tree().rename("f", "g");
    fails(Errno.ENOENT, () -> tree().read("f"));
    tree().rename("g", "d/h");
    assertThat(tree().read("d/h")).isEqualTo("abc");
    tree().rename("d/h", "f");
    assertThat(tree().read("f")).isEqualTo("abc");
    assertThat(tree().stat("f").links()).isEqualTo(1);
    assertThat(tree().list("d")).containsExactlyInAnyOrder(".", "..");
  }

  @Test
  default void aFileReplacesAFile() throws Exception {
    tree().write("f", "new");
    tree().write("g", "old");
    tree().link("g", "other");
    tree().rename("f", "g");
    assertThat(tree().read("g")).isEqualTo("new");
    assertThat(tree().read("other")).isEqualTo("old");
    assertThat(tree().stat("other").links()).isEqualTo(1);
    fails(Errno.ENOENT, () -> tree().stat("f"));
  }

  @Test
  default void twoNamesOfOneFileBothStay() throws Exception {
    tree().write("f", "abc");
    tree().link("f", "g");
    tree().rename("f", "g");
    assertThat(tree().read("f")).isEqualTo("abc");
    assertThat(tree().stat("g").links()).isEqualTo(2);
    tree().rename("f", "f");
    assertThat(tree().read("f")).isEqualTo("abc");
  }

  @Test
  default void aDirectoryTakesItsContentAlong() throws Exception {
    tree().mkdir("a");
    tree().mkdir("a/b");
    tree().write("a/b/f", "abc");
    tree().mkdir("c");
    tree().rename("a/b", "c/d");
    assertThat(tree().read("c/d/f")).isEqualTo("abc");
    assertThat(tree().read("c/d/../d/f")).isEqualTo("abc");
    assertThat(tree().stat("a").links()).isEqualTo(2);
    assertThat(tree().stat("c").links()).isEqualTo(3);
  }

  @Test
  default void aDirectoryReplacesAnEmptyDirectory() throws Exception {
    tree().mkdir("d");
    tree().write("d/f", "abc");
    tree().mkdir("empty");
    tree().mkdir("full");
    tree().write("full/f", "");
    fails(Errno.ENOTEMPTY, () -> tree().rename("d", "full"));
    tree().rename("d", "empty");
    assertThat(tree().read("empty/f")).isEqualTo("abc");
    fails(Errno.ENOENT, () -> tree().stat("d"));
    tree().mkdir("p");
    tree().mkdir("p/empty");
    tree().rename("empty", "p/empty");
    assertThat(tree().stat("p").links()).isEqualTo(3);
    assertThat(tree().read("p/empty/f")).isEqualTo("abc");
  }

  @Test
  default void filesAndDirectoriesDoNotReplaceEachOther() throws Exception {
    tree().mkdir("d");
    tree().write("f", "");
    tree().symlink("d", "s");
    fails(Errno.ENOTDIR, () -> tree().rename("d", "f"));
    fails(Errno.ENOTDIR, () -> tree().rename("d", "s"));
    fails(Errno.EISDIR, () -> tree().rename("f", "d"));
    fails(Errno.EISDIR, () -> tree().rename("s", "d"));
    assertThat(tree().list(".")).containsExactlyInAnyOrder(".", "..", "d", "f", "s");
  }

  @Test
  default void noDirectoryGetsIntoItself() throws Exception {
    tree().mkdir("a");
    tree().mkdir("a/b");
    tree().mkdir("a/b/c");
    fails(Errno.EINVAL, () -> tree().rename("a", "a/x"));
    fails(Errno.EINVAL, () -> tree().rename("a", "a/b/c/x"));
    fails(Errno.EINVAL, () -> tree().rename("a", "a/b/c"));
    fails(Errno.ENOTEMPTY, () -> tree().rename("a/b/c", "a"));
    fails(Errno.ENOTEMPTY, () -> tree().rename("a/b/c", "a/b"));
    tree().rename("a", "a");
    assertThat(tree().list("a/b")).contains("c");
  }

  @Test
  default void whatIsMissingIsAnError() throws Exception {
    tree().write("f", "");
    fails(Errno.ENOENT, () -> tree().rename("none", "g"));
    fails(Errno.ENOENT, () -> tree().rename("f", "none/g"));
    fails(Errno.ENOTDIR, () -> tree().rename("f", "f/g"));
    fails(Errno.ENOTDIR, () -> tree().rename("f", "g/"));
  }

  @Test
  default void slashesAfterADirectoryDoNotMatter() throws Exception {
    tree().mkdir("d");
    tree().rename("d/", "e//");
    tree().mkdir("f");
    tree().rename("e/", "f/");
    assertThat(tree().list(".")).containsExactlyInAnyOrder(".", "..", "f");
  }

  @Test
  default void aSymbolicLinkIsMovedAndNotFollowed() throws Exception {
    tree().write("f", "abc");
    tree().symlink("f", "s");
    tree().rename("s", "t");
    assertThat(tree().readLink("t")).isEqualTo("f");
    tree().write("g", "new");
    tree().rename("g", "t");
    assertThat(tree().read("f")).isEqualTo("abc");
    assertThat(tree().read("t")).isEqualTo("new");
  }

  @Test
  default void aReplacedFileIsThereForWhoHasItOpen() throws Exception {
    tree().write("f", "old");
    var open = tree().open("f", FileContract.READ_WRITE);
    tree().write("g", "new");
    tree().rename("g", "f");
    assertThat(tree().read(open, 0)).isEqualTo("old");
    assertThat(open.stat().links()).isZero();
    open.drop();
  }
}
