package io.jwasm.sentry.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Timestamp;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Who may do what. A file system that leaves the checks to the host answers as the host does to the
 * one user that the whole process is, so there the same calls succeed when that is root.
 */
interface PermissionContract extends TreeContract {
  Tree.User ALICE = new Tree.User(1000, 1000);
  Tree.User BOB = new Tree.User(1001, 1001);

  /** A member of Alice's group. */
  Caller CAROL =
      new Caller() {
        @Override
        public int uid() {
          return 1002;
        }

        @Override
        public int gid() {
          return 1002;
        }

        @Override
        public boolean inGroup(int group) {
          return group == 1002 || group == 1000;
        }
      };

  /** Returns whether it is the caller who needs a permission, and not the process. */
  boolean checksCallers();

  /** Checks that a call is refused where callers are checked, and works otherwise. */
  default void refuses(Errno errno, ThrowingCallable call) throws Exception {
    if (checksCallers()) {
      fails(errno, call);
    } else {
      try {
        call.call();
      } catch (Throwable e) {
        throw new AssertionError("the host lets root do everything", e);
      }
    }
  }

  @Test
  default void whatIsMadeBelongsToItsMaker() throws Exception {
    Tree.User maker = checksCallers() ? ALICE : Tree.ROOT;
    tree().as(maker).write("f", "");
    tree().as(maker).mkdir("d");
    tree().as(maker).symlink("f", "s");
    for (String path : new String[] {"f", "d", "s"}) {
      assertThat(tree().stat(path).uid()).isEqualTo(maker.uid());
      assertThat(tree().stat(path).gid()).isEqualTo(maker.gid());
    }
  }

  @Test
  default void theUmaskIsTakenFromTheMode() throws Exception {
    Tree careful = tree().as(CAROL);
    careful.create("f", 0666).drop();
    careful.mkdir("d", 0777);
    assertThat(tree().stat("f").mode()).isEqualTo(0644);
    assertThat(tree().stat("d").mode()).isEqualTo(0755);
  }

  @Test
  default void ownerGroupAndOthersHaveTheirOwnBits() throws Exception {
    Tree alice = tree().as(ALICE);
    alice.create("f", 0640).drop();
    alice.open("f", FileContract.READ_WRITE).drop();
    tree().as(CAROL).open("f", OpenFlags.READ).drop();
    refuses(Errno.EACCES, () -> tree().as(CAROL).open("f", OpenFlags.WRITE).drop());
    refuses(Errno.EACCES, () -> tree().as(BOB).open("f", OpenFlags.READ).drop());
    refuses(
        Errno.EACCES, () -> tree().as(CAROL).open("f", OpenFlags.READ | OpenFlags.TRUNCATE).drop());
    tree().open("f", FileContract.READ_WRITE).drop();
  }

  @Test
  default void theOwnersBitsCountForTheOwnerEvenWhenOthersMayMore() throws Exception {
    Tree alice = tree().as(ALICE);
    alice.create("f", 0066).drop();
    refuses(Errno.EACCES, () -> alice.open("f", OpenFlags.READ).drop());
    tree().as(BOB).open("f", FileContract.READ_WRITE).drop();
  }

  @Test
  default void aNewFileIsOpenForItsMakerWhateverItsMode() throws Exception {
    var file = tree().as(ALICE).create("f", 0);
    assertThat(file.write(ALICE, Tree.text("abc"))).isEqualTo(3);
    file.drop();
  }

  @Test
  default void aDirectoryNeedsExecuteToBeWalkedThrough() throws Exception {
    Tree alice = tree().as(ALICE);
    alice.mkdir("d", 0744);
    alice.write("d/f", "abc");
    assertThat(alice.read("d/f")).isEqualTo("abc");
    assertThat(tree().as(BOB).list("d")).contains("f");
    refuses(Errno.EACCES, () -> tree().as(BOB).read("d/f"));
    refuses(Errno.EACCES, () -> tree().as(BOB).stat("d/f"));
  }

  @Test
  default void aDirectoryNeedsReadToBeListed() throws Exception {
    Tree alice = tree().as(ALICE);
    alice.mkdir("d", 0711);
    alice.write("d/f", "abc");
    assertThat(tree().as(BOB).read("d/f")).isEqualTo("abc");
    refuses(Errno.EACCES, () -> tree().as(BOB).list("d"));
  }

  @Test
  default void aDirectoryNeedsWriteForItsEntries() throws Exception {
    Tree alice = tree().as(ALICE);
    Tree bob = tree().as(BOB);
    alice.mkdir("d", 0755);
    alice.write("d/f", "");
    alice.mkdir("d/e");
    bob.write("b", "");
    bob.mkdir("c", 0777);
    refuses(Errno.EACCES, () -> bob.write("d/new", ""));
    refuses(Errno.EACCES, () -> bob.mkdir("d/newdir"));
    refuses(Errno.EACCES, () -> bob.symlink("x", "d/newlink"));
    refuses(Errno.EACCES, () -> bob.link("b", "d/newname"));
    refuses(Errno.EACCES, () -> bob.rename("b", "d/moved"));
    refuses(Errno.EACCES, () -> bob.rename("d/f", "c/f"));
    if (checksCallers()) {
      assertThat(alice.list("d")).containsExactlyInAnyOrder(".", "..", "f", "e");
    }
    refuses(Errno.EACCES, () -> bob.rmdir("d/e"));
    alice.write("d/g", "");
    refuses(Errno.EACCES, () -> bob.unlink("d/g"));
  }

  @Test
  default void inAStickyDirectoryEverybodyRemovesOnlyTheirOwn() throws Exception {
    tree().mkdir("t", 01777);
    assertThat(tree().stat("t").mode() & 01000).isEqualTo(01000);
    tree().as(ALICE).write("t/a", "");
    tree().as(ALICE).mkdir("t/d", 0777);
    tree().as(BOB).write("t/b", "");
    tree().as(BOB).write("t/b", "again");
    refuses(Errno.EPERM, () -> tree().as(BOB).unlink("t/a"));
    tree().as(ALICE).write("t/a", "");
    refuses(Errno.EPERM, () -> tree().as(BOB).rename("t/a", "t/c"));
    tree().as(ALICE).write("t/a", "");
    refuses(Errno.EPERM, () -> tree().as(BOB).rename("t/b", "t/a"));
    refuses(Errno.EPERM, () -> tree().as(BOB).rmdir("t/d"));
    tree().as(BOB).write("t/b", "");
    tree().as(BOB).unlink("t/b");
    tree().as(ALICE).unlink("t/a");
  }

  @Test
  default void aDirectoryThatGetsAnotherParentMustBeWritable() throws Exception {
    Tree bob = tree().as(BOB);
    tree().as(ALICE).mkdir("d", 0755);
    tree().mkdir("p", 0777);
    refuses(Errno.EACCES, () -> bob.rename("d", "p/d"));
    if (checksCallers()) {
      bob.rename("d", "e"); // it stays where it is
      assertThat(tree().list(".")).contains("e");
    }
  }

  @Test
  default void theOwnerSetsAnyTimeAndAWriterThePresent() throws Exception {
    tree().as(ALICE).create("f", 0622).drop();
    tree().as(ALICE).create("g", 0644).drop();
    tree().as(ALICE).setTimes("f", 1, 2);
    refuses(Errno.EPERM, () -> tree().as(BOB).setTimes("f", 1, 2));
    refuses(Errno.EPERM, () -> tree().as(BOB).setTimes("f", Timestamp.NOW, Timestamp.OMIT));
    tree().as(BOB).setTimes("f", Timestamp.NOW, Timestamp.NOW);
    tree().as(BOB).setTimes("f", Timestamp.OMIT, Timestamp.OMIT);
    refuses(Errno.EACCES, () -> tree().as(BOB).setTimes("g", Timestamp.NOW, Timestamp.NOW));
  }
}
