package io.jwasm.sentry.fs.kernfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.IoSequence;
import io.jwasm.sentry.vfs.Caller;
import io.jwasm.sentry.vfs.FileDescription;
import io.jwasm.sentry.vfs.FileType;
import io.jwasm.sentry.vfs.Inode;
import io.jwasm.sentry.vfs.OpenFlags;
import io.jwasm.sentry.vfs.Whence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * This tree:
 *
 * <pre>
 * a/b      "a/b", every file holds its own path
 * a/bb/c
 * a/bc/    empty
 * d
 * e/       empty
 * </pre>
 */
final class TableDirectoryTest {
  private record User(int uid, int gid) implements Caller {}

  private static final Caller USER = new User(0, 0);

  private final KernelDirectory root =
      TableDirectory.root(7, new String[] {"a/b", "a/bb/c", "a/bc/", "d", "e/"}, path -> path);

  @Test
  void entriesAreThoseOfTheTable() throws ErrnoException {
    assertThat(names(root, 0)).containsExactly(".", "..", "a", "d", "e");
    KernelDirectory a = (KernelDirectory) root.lookup(USER, "a");
    assertThat(names(a, 0)).containsExactly(".", "..", "b", "bb", "bc");
    assertThat(names((KernelDirectory) root.lookup(USER, "e"), 0)).containsExactly(".", "..");
    assertThat(a.lookup(USER, "b").type()).isEqualTo(FileType.REGULAR);
    assertThat(a.lookup(USER, "bb").lookup(USER, "c").type()).isEqualTo(FileType.REGULAR);
    assertThatErrno(() -> a.lookup(USER, "c"), Errno.ENOENT);
    assertThatErrno(() -> root.lookup(USER, "e2"), Errno.ENOENT);
  }

  @Test
  void cookieResumesAfterItsEntry() throws ErrnoException {
    List<Long> cookies = new ArrayList<>();
    root.list(
        USER,
        0,
        (_, _, _, next) -> {
          cookies.add(next);
          return true;
        });
    assertThat(names(root, cookies.get(0))).containsExactly("..", "a", "d", "e");
    assertThat(names(root, cookies.get(2))).containsExactly("d", "e");
    assertThat(names(root, cookies.get(4))).isEmpty();
    assertThatErrno(() -> names(root, -1), Errno.EINVAL);
    assertThatErrno(() -> names(root, 1L << 40), Errno.EINVAL);
  }

  @Test
  void inodeNumbersAreThoseOfTheListing() throws ErrnoException {
    root.list(
        USER,
        2,
        (name, number, _, _) -> {
          try {
            Inode entry = root.lookup(USER, new String(name, StandardCharsets.UTF_8));
            assertThat(entry.stat().inode()).isEqualTo(number).isPositive();
          } catch (ErrnoException e) {
            throw new AssertionError(e);
          }
          return true;
        });
  }

  @Test
  void fileIsReadAtItsOffset() throws ErrnoException {
    FileDescription file = root.lookup(USER, "a").lookup(USER, "b").open(USER, OpenFlags.READ);
    assertThat(read(file, 2)).isEqualTo("a/");
    assertThat(read(file, 9)).isEqualTo("b");
    assertThat(read(file, 9)).isEmpty();
    assertThat(file.seek(-2, Whence.END)).isEqualTo(1);
    assertThat(read(file, 9)).isEqualTo("/b");
    assertThat(file.seek(1L << 40, Whence.SET)).isEqualTo(1L << 40);
    assertThat(read(file, 9)).isEmpty();
    assertThatErrno(() -> file.seek(-1, Whence.SET), Errno.EINVAL);
    assertThatErrno(() -> file.seek(Long.MAX_VALUE, Whence.CURRENT), Errno.EINVAL);
  }

  @Test
  void nothingCanBeChanged() throws ErrnoException {
    assertThatErrno(() -> root.create(USER, "x", 0644, OpenFlags.WRITE), Errno.EROFS);
    assertThatErrno(() -> root.unlink(USER, "d"), Errno.EROFS);
    assertThatErrno(() -> root.lookup(USER, "d").open(USER, OpenFlags.WRITE), Errno.EACCES);
    assertThatErrno(
        () -> root.lookup(USER, "d").open(USER, OpenFlags.READ | OpenFlags.TRUNCATE), Errno.EACCES);
  }

  private static String read(FileDescription file, int most) throws ErrnoException {
    byte[] bytes = new byte[most];
    int count = (int) file.read(USER, IoSequence.of(ByteBuffer.wrap(bytes)));
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  private static List<String> names(KernelDirectory directory, long cookie) throws ErrnoException {
    List<String> names = new ArrayList<>();
    directory.list(
        USER, cookie, (name, _, _, _) -> names.add(new String(name, StandardCharsets.UTF_8)));
    return names;
  }

  private static void assertThatErrno(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Errno errno) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
