package io.jwasm.sentry.fs;

import static io.jwasm.sentry.fs.Tree.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import io.jwasm.sentry.vfs.Timestamp;
import org.junit.jupiter.api.Test;

/** When files say that they were read and changed. */
interface TimesContract extends TreeContract {
  long LONG_AGO = 1_000_000_000_123_456_789L;
  long EARLIER = 900_000_000_000_000_000L;

  @Test
  default void timesAreKeptToTheNanosecond() throws Exception {
    tree().write("f", "");
    tree().setTimes("f", EARLIER, LONG_AGO);
    assertThat(tree().stat("f").atimeNanos()).isEqualTo(EARLIER);
    assertThat(tree().stat("f").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(tree().stat("f").ctimeNanos()).isGreaterThan(LONG_AGO);
    tree().setTimes("f", Timestamp.OMIT, EARLIER);
    assertThat(tree().stat("f").atimeNanos()).isEqualTo(EARLIER);
    assertThat(tree().stat("f").mtimeNanos()).isEqualTo(EARLIER);
    tree().setTimes("f", Timestamp.NOW, Timestamp.OMIT);
    assertThat(tree().stat("f").atimeNanos()).isGreaterThan(LONG_AGO);
    assertThat(tree().stat("f").mtimeNanos()).isEqualTo(EARLIER);
  }

  @Test
  default void omittingBothTimesChangesNothing() throws Exception {
    tree().write("f", "");
    Stat before = tree().stat("f");
    tree().setTimes("f", Timestamp.OMIT, Timestamp.OMIT);
    assertThat(tree().stat("f")).isEqualTo(before);
  }

  @Test
  default void aLinkHasTimesOfItsOwn() throws Exception {
    tree().write("f", "");
    tree().symlink("f", "s");
    Stat before = tree().stat("f");
    tree().setTimes("s", LONG_AGO, LONG_AGO);
    assertThat(tree().stat("s").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(tree().stat("f")).isEqualTo(before);
  }

  @Test
  default void anOpenFileTakesTimes() throws Exception {
    tree().write("f", "");
    FileDescription file = tree().open("f", OpenFlags.READ);
    file.setTimes(tree().caller(), EARLIER, LONG_AGO);
    assertThat(tree().stat("f").mtimeNanos()).isEqualTo(LONG_AGO);
    assertThat(tree().stat("f").atimeNanos()).isEqualTo(EARLIER);
    file.drop();
  }

  @Test
  default void writingChangesTheTimeOfTheContent() throws Exception {
    tree().write("f", "");
    tree().setTimes("f", LONG_AGO, LONG_AGO);
    FileDescription file = tree().open("f", OpenFlags.WRITE);
    assertThat(tree().stat("f").mtimeNanos()).isEqualTo(LONG_AGO);
    file.write(tree().caller(), text("x"));
    assertThat(tree().stat("f").mtimeNanos()).isGreaterThan(LONG_AGO);
    assertThat(tree().stat("f").atimeNanos()).isEqualTo(LONG_AGO);
    tree().setTimes("f", LONG_AGO, LONG_AGO);
    file.truncate(10);
    assertThat(tree().stat("f").mtimeNanos()).isGreaterThan(LONG_AGO);
    file.drop();
  }

  @Test
  default void readingChangesTheTimeOfAccessOnceAfterAChange() throws Exception {
    tree().write("f", "abc");
    tree().setTimes("f", EARLIER, LONG_AGO);
    tree().read("f");
    long accessed = tree().stat("f").atimeNanos();
    assertThat(accessed).isGreaterThan(LONG_AGO);
    assertThat(tree().stat("f").mtimeNanos()).isEqualTo(LONG_AGO);
  }

  @Test
  default void entriesChangeTheTimesOfTheirDirectory() throws Exception {
    tree().mkdir("d");
    tree().mkdir("e");
    changes("d", () -> tree().write("d/f", ""));
    changes("d", () -> tree().mkdir("d/g"));
    changes("d", () -> tree().symlink("f", "d/s"));
    changes("d", () -> tree().link("d/f", "d/h"));
    changes("d", () -> tree().rename("d/f", "d/i"));
    changes("d", () -> tree().rename("d/i", "e/f"));
    changes("e", () -> tree().rename("d/h", "e/f2"));
    changes("d", () -> tree().unlink("d/s"));
    changes("d", () -> tree().rmdir("d/g"));
    tree().setTimes("e", LONG_AGO, LONG_AGO);
    tree().write("e/f", "more");
    assertThat(tree().stat("e").mtimeNanos()).isEqualTo(LONG_AGO);
  }

  /** Something that may fail. */
  interface Change {
    void run() throws Exception;
  }

  private void changes(String directory, Change change) throws Exception {
    tree().setTimes(directory, LONG_AGO, LONG_AGO);
    change.run();
    assertThat(tree().stat(directory).mtimeNanos()).isGreaterThan(LONG_AGO);
  }
}
