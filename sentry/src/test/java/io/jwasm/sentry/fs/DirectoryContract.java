package io.jwasm.sentry.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

/** Making and removing directories, and what names may be. */
interface DirectoryContract extends TreeContract {
  @Test
  default void aDirectoryHasTwoLinksAndOneMoreForEachInIt() throws Exception {
    tree().mkdir("d", 0750);
    assertThat(tree().stat("d").type()).isEqualTo(FileType.DIRECTORY);
    assertThat(tree().stat("d").mode()).isEqualTo(0750);
    assertThat(tree().stat("d").links()).isEqualTo(2);
    tree().mkdir("d/a");
    tree().mkdir("d/b");
    tree().write("d/f", "");
    assertThat(tree().stat("d").links()).isEqualTo(4);
    tree().rmdir("d/a");
    assertThat(tree().stat("d").links()).isEqualTo(3);
  }

  @Test
  default void aNameIsTakenOnce() throws Exception {
    tree().mkdir("d");
    tree().write("f", "");
    tree().symlink("nowhere", "s");
    fails(Errno.EEXIST, () -> tree().mkdir("d"));
    fails(Errno.EEXIST, () -> tree().mkdir("f"));
    fails(Errno.EEXIST, () -> tree().mkdir("s"));
    fails(Errno.EEXIST, () -> tree().symlink("x", "d"));
    fails(Errno.EEXIST, () -> tree().symlink("x", "f"));
    fails(Errno.EEXIST, () -> tree().create("s", 0666));
  }

  @Test
  default void onlyAnEmptyDirectoryIsRemoved() throws Exception {
    tree().mkdir("d");
    tree().write("d/f", "");
    fails(Errno.ENOTEMPTY, () -> tree().rmdir("d"));
    tree().unlink("d/f");
    tree().rmdir("d");
    fails(Errno.ENOENT, () -> tree().stat("d"));
    fails(Errno.ENOENT, () -> tree().rmdir("d"));
  }

  @Test
  default void eachKindHasItsOwnCallToRemoveIt() throws Exception {
    tree().mkdir("d");
    tree().write("f", "");
    tree().symlink("d", "s");
    fails(Errno.EISDIR, () -> tree().unlink("d"));
    fails(Errno.ENOTDIR, () -> tree().rmdir("f"));
    fails(Errno.ENOTDIR, () -> tree().rmdir("s"));
    fails(Errno.ENOENT, () -> tree().unlink("none"));
    tree().unlink("s");
    assertThat(tree().stat("d").type()).isEqualTo(FileType.DIRECTORY);
  }

  @Test
  default void aRemovedDirectoryTakesNothing() throws Exception {
    tree().mkdir("d");
    DirectoryDescription open = tree().openDirectory("d");
    tree().rmdir("d");
    fails(Errno.ENOENT, () -> tree().in(open).write("f", ""));
    fails(Errno.ENOENT, () -> tree().in(open).mkdir("e"));
    fails(Errno.ENOENT, () -> tree().in(open).symlink("x", "s"));
    tree().mkdir("d");
    fails(Errno.ENOENT, () -> tree().in(open).write("f", ""));
    assertThat(tree().list("d")).containsExactlyInAnyOrder(".", "..");
    open.drop();
  }

  @Test
  default void anOpenDirectoryIsTheSameUnderAnotherName() throws Exception {
    tree().mkdir("d");
    tree().mkdir("e");
    DirectoryDescription open = tree().openDirectory("d");
    tree().rename("d", "e/moved");
    tree().in(open).write("f", "content");
    assertThat(tree().read("e/moved/f")).isEqualTo("content");
    open.drop();
  }

  @Test
  default void namesAreUpTo255BytesOfUtf8() throws Exception {
    String ascii = "x".repeat(255);
    String threeBytes = "\u20ac".repeat(85);
    String fourBytes = "\ud83d\ude00".repeat(63) + "abc";
    for (String name : new String[] {ascii, threeBytes, fourBytes}) {
      tree().write(name, name);
      assertThat(tree().read(name)).isEqualTo(name);
      assertThat(tree().list(".")).contains(name);
      fails(Errno.ENAMETOOLONG, () -> tree().create(name + "y", 0666));
      fails(Errno.ENAMETOOLONG, () -> tree().mkdir(name + "y"));
      fails(Errno.ENAMETOOLONG, () -> tree().symlink("t", name + "y"));
      fails(Errno.ENAMETOOLONG, () -> tree().stat(name + "y"));
      fails(Errno.ENAMETOOLONG, () -> tree().link(name, name + "y"));
      fails(Errno.ENAMETOOLONG, () -> tree().rename(name, name + "y"));
    }
  }

  @Test
  default void namesAreComparedByteByByte() throws Exception {
    tree().write("n", "lower");
    tree().write("N", "upper");
    tree().write("e\u0301", "decomposed");
    tree().write("\u00e9", "composed");
    assertThat(tree().read("n")).isEqualTo("lower");
    assertThat(tree().read("N")).isEqualTo("upper");
    assertThat(tree().read("e\u0301")).isEqualTo("decomposed");
    assertThat(tree().read("\u00e9")).isEqualTo("composed");
  }

  @Test
  default void aDirectoryIsNotReadAsAFile() throws Exception {
    tree().mkdir("d");
    fails(Errno.EISDIR, () -> tree().open("d", OpenFlags.WRITE));
    fails(Errno.EISDIR, () -> tree().open("d", OpenFlags.READ | OpenFlags.CREATE));
    FileDescription open = tree().open("d", OpenFlags.READ);
    fails(Errno.EISDIR, () -> tree().read(open, 0));
    open.drop();
  }

  @Test
  default void numbersTellFilesApart() throws Exception {
    tree().mkdir("d");
    tree().write("f", "");
    tree().write("d/f", "");
    assertThat(tree().stat("f").inode()).isNotEqualTo(tree().stat("d/f").inode());
    assertThat(tree().stat("f").inode()).isNotEqualTo(tree().stat("d").inode());
    assertThat(tree().stat("f").device()).isEqualTo(tree().stat("d").device());
    long before = tree().stat("f").inode();
    tree().rename("f", "g");
    assertThat(tree().stat("g").inode()).isEqualTo(before);
  }
}
