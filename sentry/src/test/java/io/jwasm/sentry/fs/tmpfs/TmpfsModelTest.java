package io.jwasm.sentry.fs.tmpfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.FrozenInode;
import io.jwasm.sentry.fs.Tree;
import io.jwasm.sentry.fs.overlay.Overlay;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.mm.MemoryFile;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PagePool;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Stat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on files in memory and on a map from paths to arrays of bytes, which must agree
 * on every result. Also through an overlay, half of whose files were there before.
 */
final class TmpfsModelTest {
  private static final int OPERATIONS = 20_000;
  private static final int MAX_FILE_BYTES = 300_000;

  /** Short paths, so that they often meet: a, b/a, c/b/a ... */
  private static final String[] NAMES = {"a", "b", "c", "d"};

  private final PagePool pool;

  TmpfsModelTest() throws Exception {
    pool = PagePool.of(MemoryFile.temporary(MemoryLimit.none()));
  }

  /** A file is bytes, which links share; a directory is none. */
  private static final class Model {
    private final Map<String, byte[][]> files = new TreeMap<>();

    Model() {
      files.put("", null);
    }

    boolean has(String path) {
      return files.containsKey(path);
    }

    boolean isDirectory(String path) {
      return has(path) && files.get(path) == null;
    }

    boolean isEmpty(String path) {
      return files.keySet().stream().noneMatch(other -> other.startsWith(path + "/"));
    }

    /** Why the path cannot be reached, or null. */
    Errno walk(String path) {
      for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
        String above = path.substring(0, slash);
        if (!has(above)) {
          return Errno.ENOENT;
        }
        if (!isDirectory(above)) {
          return Errno.ENOTDIR;
        }
      }
      return null;
    }

    long links(String path) {
      byte[][] file = files.get(path);
      return files.values().stream().filter(other -> other == file).count();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void tmpfsDoesWhatTheModelDoes(long seed) throws Exception {
    TmpfsDirectory root = Tmpfs.create(TmpfsOptions.of(1L << 32), pool, Clock.host());
    Tree tree = Tree.of(root);
    Model model = new Model();
    run(tree, model, seed, false);
    compare(tree, model);
    clear(tree, ".");
    assertThat(pool.usedPages()).isZero();
    assertThat(root.fs().inodeCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void anOverlayDoesWhatTheModelDoes(long seed) throws Exception {
    TmpfsDirectory lower = Tmpfs.create(TmpfsOptions.of(1L << 32), pool, Clock.host());
    Model model = new Model();
    run(Tree.of(lower), model, seed + 100, true);
    TmpfsDirectory upper = Tmpfs.create(TmpfsOptions.of(1L << 32), pool, Clock.host());
    int lowerPages = pool.usedPages();
    Tree tree = Tree.of(Overlay.of(upper, new FrozenInode(lower)));
    compare(tree, model);
    unlinkAliases(tree, model);
    run(tree, model, seed, true);
    compare(tree, model);
    clear(tree, ".");
    assertThat(pool.usedPages()).isEqualTo(lowerPages);
    assertThat(upper.fs().inodeCount()).isEqualTo(1);
  }

  /** Names of one file below become files of their own above, which the model does not know. */
  private static void unlinkAliases(Tree tree, Model model) throws Exception {
    for (String path : List.copyOf(model.files.keySet())) {
      if (!model.isDirectory(path) && model.links(path) > 1) {
        tree.unlink(path.substring(1));
        model.files.remove(path);
      }
    }
  }

  private void run(Tree tree, Model model, long seed, boolean overlay) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < OPERATIONS; i++) {
      String path = path(random);
      String other = path(random);
      String what = "seed " + seed + ", operation " + i + ": " + path + " " + other;
      try {
        step(tree, model, random, path, other, overlay);
      } catch (AssertionError e) {
        throw new AssertionError(what, e);
      }
    }
  }

  private static void step(
      Tree tree, Model model, SplittableRandom random, String path, String other, boolean overlay)
      throws Exception {
    switch (random.nextInt(10)) {
      case 0 -> expect(mkdir(model, path), () -> tree.mkdir(path.substring(1)));
      case 1, 2 -> expect(create(model, path), () -> tree.create(path.substring(1), 0666).drop());
      case 3 -> expect(unlink(model, path), () -> tree.unlink(path.substring(1)));
      case 4 -> expect(rmdir(model, path), () -> tree.rmdir(path.substring(1)));
      case 5 -> {
        // What is below an overlay does not move, which the model does not know.
        boolean directory = model.isDirectory(path);
        if (!directory || !overlay) {
          expect(
              rename(model, path, other), () -> tree.rename(path.substring(1), other.substring(1)));
        }
      }
      case 6 ->
          expect(link(model, path, other), () -> tree.link(path.substring(1), other.substring(1)));
      default -> {
        if (model.walk(path) == null && model.has(path) && !model.isDirectory(path)) {
          change(tree, model, random, path);
        }
      }
    }
  }

  private static Errno mkdir(Model model, String path) {
    Errno errno = model.walk(path);
    if (errno == null && model.has(path)) {
      errno = Errno.EEXIST;
    }
    if (errno == null) {
      model.files.put(path, null);
    }
    return errno;
  }

  private static Errno create(Model model, String path) {
    Errno errno = mkdir(model, path);
    if (errno == null) {
      model.files.put(path, new byte[1][0]);
    }
    return errno;
  }

  private static Errno unlink(Model model, String path) {
    Errno errno = existing(model, path);
    if (errno == null && model.isDirectory(path)) {
      errno = Errno.EISDIR;
    }
    if (errno == null) {
      model.files.remove(path);
    }
    return errno;
  }

  private static Errno rmdir(Model model, String path) {
    Errno errno = existing(model, path);
    if (errno == null && !model.isDirectory(path)) {
      errno = Errno.ENOTDIR;
    }
    if (errno == null && !model.isEmpty(path)) {
      errno = Errno.ENOTEMPTY;
    }
    if (errno == null) {
      model.files.remove(path);
    }
    return errno;
  }

  private static Errno link(Model model, String path, String other) {
    Errno errno = existing(model, path);
    if (errno == null && model.isDirectory(path)) {
      errno = Errno.EPERM;
    }
    if (errno == null) {
      errno = create(model, other);
    }
    if (errno == null) {
      model.files.put(other, model.files.get(path));
    }
    return errno;
  }

  private static Errno rename(Model model, String path, String other) {
    Errno errno = model.walk(path);
    if (errno == null) {
      errno = model.walk(other);
    }
    if (errno == null && !model.has(path)) {
      errno = Errno.ENOENT;
    }
    if (errno != null) {
      return errno;
    }
    if (path.equals(other)
        || (!model.isDirectory(path)
            && model.has(other)
            && model.files.get(path) == model.files.get(other))) {
      return null;
    }
    if (other.startsWith(path + "/")) {
      return Errno.EINVAL;
    }
    errno = replace(model, path, other);
    if (errno == null) {
      for (String moved : List.copyOf(model.files.keySet())) {
        if (moved.equals(path) || moved.startsWith(path + "/")) {
          model.files.put(other + moved.substring(path.length()), model.files.remove(moved));
        }
      }
    }
    return errno;
  }

  private static Errno replace(Model model, String path, String other) {
    if (!model.has(other)) {
      return null;
    }
    if (path.startsWith(other + "/")) {
      return Errno.ENOTEMPTY;
    }
    if (model.isDirectory(path) && !model.isDirectory(other)) {
      return Errno.ENOTDIR;
    }
    if (!model.isDirectory(path) && model.isDirectory(other)) {
      return Errno.EISDIR;
    }
    return model.isDirectory(other) && !model.isEmpty(other) ? Errno.ENOTEMPTY : null;
  }

  private static Errno existing(Model model, String path) {
    Errno errno = model.walk(path);
    return errno == null && !model.has(path) ? Errno.ENOENT : errno;
  }

  /** Writes, cuts, grows or reads a file. */
  private static void change(Tree tree, Model model, SplittableRandom random, String path)
      throws Exception {
    byte[][] content = model.files.get(path);
    FileDescription file = tree.open(path.substring(1), OpenFlags.READ | OpenFlags.WRITE);
    try {
      int at = random.nextInt(random.nextBoolean() ? 10_000 : MAX_FILE_BYTES);
      int length = random.nextInt(random.nextBoolean() ? 100 : 60_000);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          byte[] bytes = new byte[length];
          random.nextBytes(bytes);
          ByteBuffer buffer = ByteBuffer.allocateDirect(length).put(bytes).flip();
          assertThat(file.pwrite(tree.caller(), IoSequence.of(buffer), at)).isEqualTo(length);
          if (length > 0) {
            content[0] = Arrays.copyOf(content[0], Math.max(content[0].length, at + length));
            System.arraycopy(bytes, 0, content[0], at, length);
          }
        }
        case 2 -> {
          file.truncate(at);
          content[0] = Arrays.copyOf(content[0], at);
        }
        case 3 -> {
          file.allocate(at, length + 1);
          content[0] = Arrays.copyOf(content[0], Math.max(content[0].length, at + length + 1));
        }
        default -> {
          ByteBuffer buffer = ByteBuffer.allocateDirect(length);
          int got = (int) file.pread(tree.caller(), IoSequence.of(buffer), at);
          byte[] bytes = new byte[got];
          buffer.get(0, bytes);
          int from = Math.min(at, content[0].length);
          assertThat(bytes)
              .isEqualTo(
                  Arrays.copyOfRange(content[0], from, Math.min(content[0].length, from + length)));
        }
      }
    } finally {
      file.drop();
    }
  }

  private static void compare(Tree tree, Model model) throws Exception {
    for (Map.Entry<String, byte[][]> entry : model.files.entrySet()) {
      String path = entry.getKey().isEmpty() ? "." : entry.getKey().substring(1);
      Stat stat = tree.stat(path);
      if (entry.getValue() == null) {
        assertThat(stat.type()).isEqualTo(FileType.DIRECTORY);
        assertThat(tree.list(path)).containsExactlyInAnyOrderElementsOf(names(model, entry));
      } else {
        byte[] expected = entry.getValue()[0];
        assertThat(stat.sizeBytes()).isEqualTo(expected.length);
        assertThat(stat.links()).isEqualTo(model.links(entry.getKey()));
        assertThat(bytes(tree, path, expected.length)).isEqualTo(expected);
      }
    }
  }

  private static List<String> names(Model model, Map.Entry<String, byte[][]> directory) {
    List<String> names = new ArrayList<>(List.of(".", ".."));
    String prefix = directory.getKey() + "/";
    for (String path : model.files.keySet()) {
      if (path.startsWith(prefix) && path.indexOf('/', prefix.length()) < 0) {
        names.add(path.substring(prefix.length()));
      }
    }
    return names;
  }

  private static byte[] bytes(Tree tree, String path, int length) throws Exception {
    FileDescription file = tree.open(path, OpenFlags.READ);
    ByteBuffer buffer = ByteBuffer.allocateDirect(length + 1);
    byte[] bytes = new byte[(int) file.read(tree.caller(), IoSequence.of(buffer))];
    file.drop();
    buffer.get(0, bytes);
    return bytes;
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

  private static String path(SplittableRandom random) {
    StringBuilder path = new StringBuilder();
    int depth = 1 + random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      path.append('/').append(NAMES[random.nextInt(NAMES.length)]);
    }
    return path.toString();
  }

  /** Something that may fail. */
  private interface Operation {
    void run() throws Exception;
  }

  private static void expect(Errno errno, Operation operation) throws Exception {
    Errno got = null;
    try {
      operation.run();
    } catch (ErrnoException e) {
      got = e.errno();
    }
    assertThat(got).isEqualTo(errno);
  }
}
