package io.jwasm.sentry.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small tree of host files, and the descriptor that a mount would have of its top.
 *
 * <pre>
 * base/secret        "secret"
 * base/top/          the place
 *   file             "content"
 *   sub/inner        "inner"
 *   link     -&gt; file
 *   sublink  -&gt; sub
 *   out      -&gt; ..
 *   root     -&gt; /
 *   dangling -&gt; ../made
 * </pre>
 */
final class HostTree implements AutoCloseable {
  static final byte[] EMPTY = {};

  final Path base;
  final Path top;
  final int dir;

  HostTree(Path base) throws IOException {
    this.base = base;
    this.top = Files.createDirectory(base.resolve("top"));
    Files.writeString(base.resolve("secret"), "secret");
    Files.writeString(top.resolve("file"), "content");
    Files.createDirectory(top.resolve("sub"));
    Files.writeString(top.resolve("sub/inner"), "inner");
    link("link", "file");
    link("sublink", "sub");
    link("out", "..");
    link("root", "/");
    link("dangling", "../made");
    dir = HostKernel.openPlace(bytes(top.toString()));
    assertThat(dir).isPositive();
  }

  void link(String name, String target) throws IOException {
    Files.createSymbolicLink(top.resolve(name), Path.of(target));
  }

  /** Opens a file of the tree, which must succeed. */
  int open(String path, int flags) {
    int fd = HostKernel.open(dir, bytes(path), flags, 0600);
    assertThat(fd).as(path).isPositive();
    return fd;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A buffer that the kernel can be given, holding the text. */
  static ByteBuffer direct(String text) {
    byte[] bytes = bytes(text);
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  /** The first bytes of a buffer as text. */
  static String text(ByteBuffer buffer, long length) {
    byte[] bytes = new byte[(int) length];
    buffer.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    // JUnit warns about links that leave its directory.
    Files.delete(top.resolve("root"));
    assertThat(HostKernel.close(dir)).isZero();
  }
}
