package io.jwasm.sentry.fs;

import static io.jwasm.sentry.fs.Tree.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import org.junit.jupiter.api.Test;

/** Hard links and symbolic links. */
interface LinkContract extends TreeContract {
  @Test
  default void aLinkIsAnotherNameOfTheSameFile() throws Exception {
    tree().mkdir("d");
    tree().write("f", "abc");
    tree().link("f", "d/g");
    assertThat(tree().stat("f").links()).isEqualTo(2);
    assertThat(tree().stat("d/g").inode()).isEqualTo(tree().stat("f").inode());
    tree().write("d/g", "changed");
    assertThat(tree().read("f")).isEqualTo("changed");
    tree().unlink("f");
    assertThat(tree().read("d/g")).isEqualTo("changed");
    assertThat(tree().stat("d/g").links()).isEqualTo(1);
  }

  @Test
  default void aLinkReplacesNothing() throws Exception {
    tree().write("f", "");
    tree().write("g", "");
    tree().mkdir("d");
    fails(Errno.EEXIST, () -> tree().link("f", "g"));
    fails(Errno.EEXIST, () -> tree().link("f", "f"));
    fails(Errno.EEXIST, () -> tree().link("f", "d"));
    fails(Errno.ENOENT, () -> tree().link("none", "h"));
    fails(Errno.ENOENT, () -> tree().link("f", "h/"));
    fails(Errno.EPERM, () -> tree().link("d", "h"));
  }

  @Test
  default void aSymbolicLinkHoldsItsTargetAsItIs() throws Exception {
    String target = "some/./where/../that//is/not";
    tree().symlink(target, "s");
    assertThat(tree().readLink("s")).isEqualTo(target);
    assertThat(tree().stat("s").type()).isEqualTo(FileType.SYMLINK);
    assertThat(tree().stat("s").mode()).isEqualTo(0777);
    assertThat(tree().stat("s").sizeBytes()).isEqualTo(target.length());
    tree().symlink("\u20ac\ud83d\ude00", "unicode");
    assertThat(tree().readLink("unicode")).isEqualTo("\u20ac\ud83d\ude00");
    assertThat(tree().stat("unicode").sizeBytes()).isEqualTo(7);
  }

  @Test
  default void aTargetHasOneTo4095Bytes() throws Exception {
    String longest = "t".repeat(4095);
    tree().symlink(longest, "s");
    assertThat(tree().readLink("s")).isEqualTo(longest);
    fails(Errno.ENAMETOOLONG, () -> tree().symlink(longest + "t", "u"));
    fails(Errno.ENOENT, () -> tree().symlink("", "u"));
  }

  @Test
  default void symbolicLinksAreFollowed() throws Exception {
    tree().mkdir("d");
    tree().write("d/f", "abc");
    tree().symlink("d", "to-d");
    tree().symlink("to-d/f", "to-f");
    assertThat(tree().read("to-d/f")).isEqualTo("abc");
    assertThat(tree().read("to-f")).isEqualTo("abc");
    fails(Errno.ELOOP, () -> tree().open("to-f", OpenFlags.READ | OpenFlags.NOFOLLOW));
    tree().symlink("loop", "loop");
    fails(Errno.ELOOP, () -> tree().read("loop"));
  }

  @Test
  default void aFileIsMadeThroughADanglingLink() throws Exception {
    tree().mkdir("d");
    tree().symlink("d/new", "s");
    FileDescription file = tree().open("s", OpenFlags.WRITE | OpenFlags.CREATE);
    file.write(tree().caller(), text("abc"));
    file.drop();
    assertThat(tree().read("d/new")).isEqualTo("abc");
    fails(Errno.EEXIST, () -> tree().create("s", 0666));
  }

  @Test
  default void aSymbolicLinkCanHaveTwoNames() throws Exception {
    tree().symlink("target", "s");
    tree().link("s", "t");
    tree().unlink("s");
    assertThat(tree().readLink("t")).isEqualTo("target");
    assertThat(tree().stat("t").links()).isEqualTo(1);
  }

  @Test
  default void onlyLinksHaveATarget() throws Exception {
    tree().mkdir("d");
    fails(Errno.EINVAL, () -> tree().readLink("d"));
    fails(Errno.ENOENT, () -> tree().readLink("none"));
  }
}
