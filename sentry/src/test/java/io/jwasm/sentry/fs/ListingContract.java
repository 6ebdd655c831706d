package io.jwasm.sentry.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.vfs.DirectoryDescription;
import io.jwasm.sentry.vfs.FileType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Listing directories, in pieces and while they change. */
interface ListingContract extends TreeContract {
  @Test
  default void anEmptyDirectoryHasDots() throws Exception {
    tree().mkdir("d");
    assertThat(tree().list("d")).containsExactlyInAnyOrder(".", "..");
  }

  @Test
  default void entriesTellNumberAndKind() throws Exception {
    tree().mkdir("d");
    tree().write("d/f", "");
    tree().mkdir("d/e");
    tree().symlink("f", "d/s");
    Map<String, Long> numbers = new HashMap<>();
    Map<String, FileType> types = new HashMap<>();
    DirectoryDescription open = tree().openDirectory("d");
    open.list(
        tree().caller(),
        0,
        (name, inode, type, next) -> {
          numbers.put(new String(name, UTF_8), inode);
          types.put(new String(name, UTF_8), type);
          return true;
        });
    open.drop();
    assertThat(types)
        .isEqualTo(
            Map.of(
                ".", FileType.DIRECTORY,
                "..", FileType.DIRECTORY,
                "f", FileType.REGULAR,
                "e", FileType.DIRECTORY,
                "s", FileType.SYMLINK));
    for (String name : List.of(".", "f", "e", "s")) {
      assertThat(numbers.get(name)).isEqualTo(tree().stat("d/" + name).inode());
    }
    assertThat(numbers.get("..")).isEqualTo(tree().stat(".").inode());
  }

  @Test
  default void aListingGoesOnWhereItWasStopped() throws Exception {
    tree().mkdir("d");
    List<String> names = makeFiles("d", 100);
    for (int piece : new int[] {1, 2, 7, 50, 101, 102, 103}) {
      DirectoryDescription open = tree().openDirectory("d");
      assertThat(inPieces(open, piece)).containsExactlyInAnyOrderElementsOf(names);
      open.drop();
    }
  }

  @Test
  default void everyCookieGoesOnAfterItsEntry() throws Exception {
    tree().mkdir("d");
    makeFiles("d", 20);
    DirectoryDescription open = tree().openDirectory("d");
    List<String> names = new ArrayList<>();
    List<Long> cookies = new ArrayList<>();
    open.list(
        tree().caller(),
        0,
        (name, inode, type, next) -> {
          names.add(new String(name, UTF_8));
          cookies.add(next);
          return true;
        });
    for (int i = names.size() - 1; i >= 0; i--) {
      assertThat(tree().list(open, cookies.get(i), Integer.MAX_VALUE, new long[1]))
          .isEqualTo(names.subList(i + 1, names.size()));
    }
    open.drop();
  }

  @Test
  default void whatStaysIsListedOnceWhateverElseChanges() throws Exception {
    tree().mkdir("d");
    List<String> names = makeFiles("d", 200);
    for (int i = 0; i < 200; i++) {
      tree().write("d/goes" + i, "");
    }
    DirectoryDescription open = tree().openDirectory("d");
    List<String> listed = new ArrayList<>();
    long[] next = new long[1];
    int round = 0;
    List<String> piece = tree().list(open, 0, 10, next);
    while (!piece.isEmpty()) {
      listed.addAll(piece);
      for (int i = 0; i < 10 && round * 10 + i < 200; i++) {
        tree().unlink("d/goes" + (199 - round * 10 - i));
        tree().write("d/comes" + round + "-" + i, "");
      }
      tree().write("d/replaces", "");
      tree().rename("d/replaces", "d/file" + round);
      tree().write("d/file" + (100 + round), "longer");
      round++;
      piece = tree().list(open, next[0], 10, next);
      assertThat(round).isLessThan(200);
    }
    listed.removeIf(name -> name.startsWith("goes") || name.startsWith("comes"));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
    open.drop();
  }

  @Test
  default void theBeginningSeesWhatIsThereNow() throws Exception {
    tree().mkdir("d");
    DirectoryDescription open = tree().openDirectory("d");
    assertThat(inPieces(open, 100)).containsExactlyInAnyOrder(".", "..");
    tree().write("d/f", "");
    assertThat(inPieces(open, 100)).containsExactlyInAnyOrder(".", "..", "f");
    tree().unlink("d/f");
    assertThat(inPieces(open, 100)).containsExactlyInAnyOrder(".", "..");
    open.drop();
  }

  @Test
  default void twoListingsDoNotDisturbEachOther() throws Exception {
    tree().mkdir("d");
    List<String> names = makeFiles("d", 50);
    DirectoryDescription one = tree().openDirectory("d");
    DirectoryDescription two = tree().openDirectory("d");
    long[] next = new long[1];
    List<String> begun = new ArrayList<>(tree().list(one, 0, 20, next));
    assertThat(inPieces(two, 3)).containsExactlyInAnyOrderElementsOf(names);
    begun.addAll(tree().list(one, next[0], Integer.MAX_VALUE, next));
    assertThat(begun).containsExactlyInAnyOrderElementsOf(names);
    one.drop();
    two.drop();
  }

  @Test
  default void aRemovedDirectoryIsNotListed() throws Exception {
    tree().mkdir("d");
    DirectoryDescription open = tree().openDirectory("d");
    tree().rmdir("d");
    fails(Errno.ENOENT, () -> tree().list(open, 0, 1, new long[1]));
    open.drop();
  }

  @Test
  default void aFileCannotBeListed() throws Exception {
    tree().write("f", "");
    fails(Errno.ENOTDIR, () -> tree().list("f"));
    fails(Errno.ENOENT, () -> tree().list("none"));
  }

  private List<String> makeFiles(String directory, int count) throws Exception {
    List<String> names = new ArrayList<>(List.of(".", ".."));
    for (int i = 0; i < count; i++) {
      tree().write(directory + "/file" + i, "");
      names.add("file" + i);
    }
    return names;
  }

  private List<String> inPieces(DirectoryDescription open, int piece) throws Exception {
    List<String> names = new ArrayList<>();
    long[] next = new long[1];
    List<String> some = tree().list(open, 0, piece, next);
    while (!some.isEmpty()) {
      names.addAll(some);
      some = tree().list(open, next[0], piece, next);
    }
    return names;
  }
}
