package io.jwasm.sentry.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.fs.host.HostFilesystem;
import io.jwasm.sentry.mm.IoSequence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks this tree:
 *
 * <pre>
 * outside/secret          what must not be reached
 * outside/f
 * root/a/f                "root/a/f", every file holds its own path
 * root/a/b/f
 * root/link     -> a/b
 * root/abs      -> /a/f
 * root/escape   -> ../../outside/secret
 * root/escape2  -> /../outside/secret
 * root/loop     -> loop
 * root/slash    -> a/f/
 * root/c40 -> c39 -> ... -> c1 -> a/f     (40 links), c41 -> c40
 * root/to-mount -> /mnt/f
 * data/f                  mounted at /mnt, at /no/such/place and at /link/m
 * </pre>
 */
final class PathWalkerTest {
  private record Nobody(int uid, int gid) implements Caller {}

  private static final Caller NOBODY = new Nobody(65534, 65534);

  @TempDir private Path dir;
  private MountNamespace namespace;

  @BeforeEach
  void makeTree() throws Exception {
    for (String file :
        new String[] {"outside/secret", "outside/f", "root/a/f", "root/a/b/f", "data/f"}) {
      Files.createDirectories(dir.resolve(file).getParent());
      Files.writeString(dir.resolve(file), file);
    }
    link("link", "a/b");
    link("abs", "/a/f");
    link("escape", "../../outside/secret");
    link("escape2", "/../outside/secret");
    link("loop", "loop");
    link("slash", "a/f/");
    link("c1", "a/f");
    for (int i = 2; i <= 41; i++) {
      link("c" + i, "c" + (i - 1));
    }
    link("to-mount", "/mnt/f");
    namespace = new MountNamespace(tree("root"));
  }

  @Test
  void filesAreFound() throws Exception {
    assertThat(read("/a/f")).isEqualTo("root/a/f");
    assertThat(read("/a//./b/../f")).isEqualTo("root/a/f");
    assertThat(read("a/b/f")).isEqualTo("root/a/b/f");
    assertThat(read("/abs")).isEqualTo("root/a/f");
  }

  @Test
  void dotDotAfterALinkIsTheParentOfItsTarget() throws Exception {
    assertThat(read("/link/f")).isEqualTo("root/a/b/f");
    assertThat(read("/link/../f")).isEqualTo("root/a/f"); // lexically it would be /f
  }

  @Test
  void dotDotAtTheRootStaysThere() throws Exception {
    assertThat(read("/../../../a/f")).isEqualTo("root/a/f");
    fails(Errno.ENOENT, "/../outside/secret");
  }

  @Test
  void linksDoNotLeaveTheRoot() {
    fails(Errno.ENOENT, "/escape");
    fails(Errno.ENOENT, "/escape2");
  }

  @Test
  void fortyLinksAreFollowedAndNoMore() throws Exception {
    assertThat(read("/c40")).isEqualTo("root/a/f");
    fails(Errno.ELOOP, "/c41");
    fails(Errno.ELOOP, "/loop");
  }

  @Test
  void aFileIsNoDirectory() {
    fails(Errno.ENOTDIR, "/a/f/");
    fails(Errno.ENOTDIR, "/a/f/.");
    fails(Errno.ENOTDIR, "/a/f/..");
    fails(Errno.ENOTDIR, "/a/f/x");
    fails(Errno.ENOTDIR, "/slash");
  }

  @Test
  void namesThatCannotBeAreErrors() {
    fails(Errno.ENOENT, "");
    fails(Errno.ENOENT, "/a/none");
    fails(Errno.EINVAL, "/a/f\0");
    fails(Errno.ENAMETOOLONG, "/" + "x".repeat(256));
    fails(Errno.ENAMETOOLONG, "/a".repeat(2100));
  }

  @Test
  void aLinkOfTheImageLeadsIntoAMount() throws Exception {
    mount("/mnt", "data");
    assertThat(read("/mnt/f")).isEqualTo("data/f");
    assertThat(read("/to-mount")).isEqualTo("data/f");
    assertThat(read("/mnt/../a/f")).isEqualTo("root/a/f");
    assertThat(read("/mnt/../../mnt/./f")).isEqualTo("data/f");
  }

  @Test
  void aMountBelowNothingMakesItsParentsAppear() throws Exception {
    mount("/no/such/place", "data");
    assertThat(read("/no/such/place/f")).isEqualTo("data/f");
    assertThat(read("/no/such/../../a/f")).isEqualTo("root/a/f");
    fails(Errno.ENOENT, "/no/other");
    assertThat(Files.exists(dir.resolve("root/no"))).isFalse();
  }

  @Test
  void aMountLandsWhereTheLinksOfItsDestinationLead() throws Exception {
    mount("/link/m", "data");
    assertThat(read("/a/b/m/f")).isEqualTo("data/f");
  }

  @Test
  void aMountDestinationDoesNotLeaveTheRoot() throws Exception {
    Files.createSymbolicLink(dir.resolve("root/up"), Path.of("../../outside"));
    mount("/up", "data");
    assertThat(read("/outside/f")).isEqualTo("data/f");
    assertThat(Files.readString(dir.resolve("outside/f"))).isEqualTo("outside/f");
  }

  @Test
  void aFileCanBeMountedOverAFile() throws Exception {
    mount("/a/f", "data/f");
    assertThat(read("/abs")).isEqualTo("data/f");
    assertThat(read("/c40")).isEqualTo("data/f");
  }

  @Test
  void theLaterMountHidesTheEarlier() throws Exception {
    mount("/mnt", "outside");
    mount("/mnt", "data");
    assertThat(read("/mnt/f")).isEqualTo("data/f");
    fails(Errno.ENOENT, "/mnt/secret");
  }

  private void link(String name, String target) throws Exception {
    Files.createSymbolicLink(dir.resolve("root").resolve(name), Path.of(target));
    // Path drops a trailing slash, the link keeps what the caller says only through ln.
    if (target.endsWith("/")) {
      Files.delete(dir.resolve("root").resolve(name));
      new ProcessBuilder("ln", "-s", target, dir.resolve("root").resolve(name).toString())
          .start()
          .waitFor();
    }
  }

  private void mount(String destination, String place) throws Exception {
    namespace.mount(NOBODY, destination, tree(place));
  }

  private Mount tree(String place) throws Exception {
    return new Mount(HostFilesystem.at(dir.resolve(place).toString()), false, "none", "bind");
  }

  private String read(String path) throws Exception {
    FileDescription file =
        new PathWalker(namespace, NOBODY).resolve(path).open(NOBODY, OpenFlags.READ);
    ByteBuffer content = ByteBuffer.allocateDirect(100);
    int length = (int) file.read(NOBODY, IoSequence.of(content));
    file.drop();
    return StandardCharsets.UTF_8.decode(content.limit(length)).toString();
  }

  private void fails(Errno errno, String path) {
    assertThatThrownBy(() -> new PathWalker(namespace, NOBODY).resolve(path))
        .as(path)
        .isSameAs(errno.exception());
  }
}
