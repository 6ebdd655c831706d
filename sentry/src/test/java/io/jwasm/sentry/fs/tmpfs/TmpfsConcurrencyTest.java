package io.jwasm.sentry.fs.tmpfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.FrozenInode;
import io.jwasm.sentry.fs.Tree;
import io.jwasm.sentry.fs.overlay.Overlay;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads at the same few names; then the books must be right. */
@Timeout(300)
final class TmpfsConcurrencyTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 15_000;
  private static final String[] NAMES = {"a", "b", "c"};

  /** What threads that get in each other's way may hear. */
  private static final Set<Errno> EXPECTED =
      Set.of(
          Errno.ENOENT,
          Errno.EEXIST,
          Errno.ENOTDIR,
          Errno.EISDIR,
          Errno.ENOTEMPTY,
          Errno.EINVAL,
          Errno.EPERM,
          Errno.ESTALE,
          Errno.EXDEV);

  private final PagePool pool;
  private final TmpfsDirectory root;

  TmpfsConcurrencyTest() throws Exception {
    pool = PagePool.of(MemoryFile.temporary(MemoryLimit.none()));
    root = newTmpfs();
  }

  private TmpfsDirectory newTmpfs() throws Exception {
    return Tmpfs.create(TmpfsOptions.of(1L << 32), pool, Clock.host());
  }

  @Test
  void namesMadeMovedAndRemovedAtOnceLeaveATree() throws Exception {
    Tree tree = Tree.of(root);
    hammer(tree);
    checkAndClear(tree);
    assertThat(root.fs().inodeCount()).isEqualTo(1);
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void anOverlayIsATreeToo() throws Exception {
    hammer(Tree.of(root));
    int lowerPages = pool.usedPages();
    TmpfsDirectory upper = newTmpfs();
    Tree tree = Tree.of(Overlay.of(upper, new FrozenInode(root)));
    hammer(tree);
    clear(tree, ".");
    assertThat(tree.list(".")).containsExactly(".", "..");
    assertThat(upper.fs().inodeCount()).isEqualTo(1);
    assertThat(pool.usedPages()).isEqualTo(lowerPages);
  }

  @Test
  void appendsOfSeveralThreadsDoNotOverwriteEachOther() throws Exception {
    Tree tree = Tree.of(root);
    tree.write("log", "");
    inThreads(
        thread -> {
          FileDescription file = tree.open("log", OpenFlags.WRITE | OpenFlags.APPEND);
          for (int i = 0; i < 5_000; i++) {
            file.write(Tree.ROOT, Tree.text("thread" + thread + " " + (10_000 + i) + "\n"));
          }
          file.drop();
        });
    String[] lines = tree.read("log").split("\n", -1);
    assertThat(lines).hasSize(THREADS * 5_000 + 1);
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < lines.length - 1; i++) {
      String[] words = lines[i].split(" ", -1);
      assertThat(Integer.parseInt(words[1])).isEqualTo(next.getOrDefault(words[0], 10_000));
      next.merge(words[0], 10_001, (old, one) -> old + 1);
    }
    tree.unlink("log");
    assertThat(pool.usedPages()).isZero();
  }

  @Test
  void aNameThatIsReplacedIsAlwaysThere() throws Exception {
    for (int name = 0; name < 100; name++) {
      Tree.of(root).write("f" + name, "old");
    }
    replaceWhileReading(Tree.of(root));
  }

  @Test
  void aNameOfAnOverlayThatIsReplacedIsAlwaysThere() throws Exception {
    for (int i = 0; i < 20; i++) {
      for (int name = 0; name < 100; name++) {
        Tree.of(root).write("f" + name, "old");
      }
      replaceWhileReading(Tree.of(Overlay.of(newTmpfs(), new FrozenInode(root))));
    }
  }

  private static void replaceWhileReading(Tree tree) throws Exception {
    inThreads(
        thread -> {
          for (int i = 0; i < 1000; i++) {
            String name = "f" + i % 100;
            if (thread == 0) {
              tree.write("new", "new");
              tree.rename("new", name);
            } else {
              assertThat(tree.read(name)).isIn("old", "new");
            }
          }
        });
  }

  @Test
  void oneFileWrittenAndCutAtOnceKeepsItsPagesCounted() throws Exception {
    Tree tree = Tree.of(root);
    FileDescription file = tree.create("f", 0666);
    String text = "x".repeat(9_000);
    inThreads(
        thread -> {
          SplittableRandom random = new SplittableRandom(thread);
          for (int i = 0; i < 5_000; i++) {
            int at = random.nextInt(500_000);
            switch (random.nextInt(4)) {
              case 0 -> file.truncate(at);
              case 1 -> file.allocate(at, 20_000);
              default -> file.pwrite(Tree.ROOT, Tree.text(text), at);
            }
          }
        });
    String content = tree.read("f");
    assertThat(content.length()).isEqualTo(file.stat().sizeBytes());
    assertThat(content.chars().allMatch(c -> c == 'x' || c == 0)).isTrue();
    file.truncate(0);
    assertThat(pool.usedPages()).isZero();
    file.drop();
  }

  private static void hammer(Tree tree) throws Exception {
    inThreads(
        thread -> {
          SplittableRandom random = new SplittableRandom(thread);
          for (int i = 0; i < ROUNDS; i++) {
            try {
              step(tree, random);
            } catch (ErrnoException e) {
              assertThat(EXPECTED).contains(e.errno());
            }
          }
        });
  }

  private static void step(Tree tree, SplittableRandom random) throws Exception {
    String path = path(random);
    switch (random.nextInt(9)) {
      case 0, 1 -> tree.mkdir(path);
      case 2, 3 -> tree.write(path, "content of " + path);
      case 4 -> tree.unlink(path);
      case 5 -> tree.rmdir(path);
      case 6, 7 -> tree.rename(path, path(random));
      default -> {
        if (random.nextBoolean()) {
          tree.link(path, path(random));
        } else {
          assertThat(tree.list(path)).doesNotHaveDuplicates();
        }
      }
    }
  }

  private static String path(SplittableRandom random) {
    String path = NAMES[random.nextInt(NAMES.length)];
    int depth = random.nextInt(5);
    for (int i = 0; i < depth; i++) {
      path += "/" + NAMES[random.nextInt(NAMES.length)];
    }
    return path;
  }

  private static void checkAndClear(Tree tree) throws Exception {
    Map<Long, List<Stat>> files = new HashMap<>();
    Set<Long> directories = new HashSet<>();
    check(tree, ".", files, directories);
    for (List<Stat> names : files.values()) {
      assertThat(names.getFirst().links()).isEqualTo(names.size());
    }
    clear(tree, ".");
    assertThat(tree.stat(".").links()).isEqualTo(2);
    assertThat(tree.list(".")).containsExactly(".", "..");
  }

  private static void check(
      Tree tree, String directory, Map<Long, List<Stat>> files, Set<Long> directories)
      throws Exception {
    Stat here = tree.stat(directory);
    assertThat(directories.add(here.inode())).as("reached once").isTrue();
    int below = 0;
    for (String name : tree.list(directory)) {
      if (name.equals(".") || name.equals("..")) {
        continue;
      }
      Stat stat = tree.stat(directory + "/" + name);
      if (stat.type() == FileType.DIRECTORY) {
        below++;
        check(tree, directory + "/" + name, files, directories);
      } else {
        files.computeIfAbsent(stat.inode(), _ -> new ArrayList<>()).add(stat);
        assertThat(tree.read(directory + "/" + name)).hasSize((int) stat.sizeBytes());
      }
    }
    assertThat(here.links()).isEqualTo(2 + below);
  }

  private static void clear(Tree tree, String directory) throws Exception {
    for (String name : tree.list(directory)) {
      String path = directory + "/" + name;
      if (name.equals(".") || name.equals("..")) {
        continue;
      }
      if (tree.stat(path).type() == FileType.DIRECTORY) {
        clear(tree, path);
        tree.rmdir(path);
      } else {
        tree.unlink(path);
      }
    }
  }

  /** What a thread does. */
  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void inThreads(Work work) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Void>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        Callable<Void> task =
            () -> {
              work.run(thread);
              return null;
            };
        results.add(executor.submit(task));
      }
      for (Future<Void> result : results) {
        result.get();
      }
    }
  }
}
